/** How wide the columns of a grid are, and how far they give way. */
import type { Column } from './column.ts'

/** Of the boxes in front of the rows. */
export const checkWidth = 40

/** A width that a person has given stays; others give way before anything is pushed aside. */
export function wideWidth<Row>(
  column: Column<Row>,
  { own, grows }: { readonly own: number | undefined; readonly grows: boolean },
): string {
  const most = own ?? column.width
  return `minmax(${own ?? leastWidth(column)}px, ${grows ? '1fr' : `${most}px`})`
}

/** As far as the title can be read. */
export function leastWidth<Row>({ title, width, isNumber }: Column<Row>): number {
  if (isNumber === true) return width
  return Math.round(Math.min(width, Math.max(0.7 * width, 32 + 9 * title.length)))
}

/** The few columns of a phone share its width: nothing has to be pushed aside. The first, the row's name, has most. */
export function narrowWidth<Row>({ isNumber, grows }: Column<Row>, i: number): string {
  if (isNumber === true) return '96px'
  return i === 0 || grows === true ? 'minmax(0, 1.5fr)' : 'minmax(0, 1fr)'
}
