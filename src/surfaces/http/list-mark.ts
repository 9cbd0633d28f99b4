import { hash } from 'node:crypto'
import type { RequestView } from './request-view.ts'

/** What decides which rows are in a list, and in which order. */
const deciding = new Set(['filter', 'search', 'orderby'])

/**
 * Which list a request is about: eight characters for its address, order and filter. A page's token carries them, so
 * that it is not taken for a place in another list, where it would leave rows out without a word.
 */
export function listMark({ options, again }: Pick<RequestView, 'options' | 'again'>): string {
  const { pathname } = new URL(again(''))
  const asked = [...options]
    .map(([name, value]) => [name.trim().toLowerCase().replace(/^\$/, ''), value.trim()] as const)
    .filter(([name]) => deciding.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify([pathname.toLowerCase().replace(/\/+$/, ''), ...asked])
  return hash('sha256', text, 'base64url').slice(0, 8)
}
