/** The columns that this person last chose in this browser; the address rules where it names some. */
import { deviceColumns, firstColumns } from './columns.tsx'

const key = 'tw.columns.devices'

export function keepColumns(columns: readonly string[]): void {
  localStorage.setItem(key, columns.join(','))
}

export function shownColumns(fromAddress: readonly string[] | undefined): readonly string[] {
  const wanted = fromAddress ?? localStorage.getItem(key)?.split(',') ?? firstColumns
  const known = wanted.filter((each) => deviceColumns.some((column) => column.key === each))
  return known.length === 0 ? firstColumns : known
}
