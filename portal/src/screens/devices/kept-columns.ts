/**
 * The columns that are shown: those that the address names, or those that this person last chose in this browser, or
 * Intune's, as far as the window has room for them.
 */
import { useSyncExternalStore } from 'react'
import { checkWidth, leastWidth } from '../../grid/column-widths.ts'
import { deviceColumns, firstColumns } from './columns.tsx'

const key = 'tw.columns.devices'

/** What stays out first where a window is too narrow, so that nobody has to scroll sideways for what matters. */
const givesWay = [
  'enrollmentState',
  'displayName',
  'registeredDateTime',
  'userPrincipalName',
  'manufacturer',
  'model',
]

export function keepColumns(columns: readonly string[]): void {
  localStorage.setItem(key, columns.join(','))
}

export function useShownColumns(fromAddress: readonly string[] | undefined): readonly string[] {
  const left = useSyncExternalStore(subscribe, leftOut)
  const first = firstColumns.filter((each) => !givesWay.slice(0, left).includes(each))
  const wanted = fromAddress ?? localStorage.getItem(key)?.split(',') ?? first
  const known = wanted.filter((each) => deviceColumns.some((column) => column.key === each))
  return known.length === 0 ? first : known
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}

/** How many of those that give way have no room. On a phone a list chooses its columns itself. */
function leftOut(): number {
  const { innerWidth } = window
  if (innerWidth <= 720) return 0
  const room = innerWidth - (innerWidth <= 1100 ? frames.small : frames.whole)
  const all = firstColumns.flatMap(leastOf)
  let left = 0
  for (let taken = checkWidth + sumOf(all); taken > room && left < givesWay.length; left++)
    taken -= sumOf(givesWay.slice(left, left + 1).flatMap(leastOf))
  return left
}

/** The ways at the side, the page's own edge, and a scroll bar. */
const frames = { whole: 244 + 40 + 16, small: 52 + 40 + 16 }

function leastOf(key: string): readonly number[] {
  return deviceColumns.filter((column) => column.key === key).map(leastWidth)
}

const sumOf = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width, 0)
