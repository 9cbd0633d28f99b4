/** Files for spreadsheet programs, which must calculate nothing of what a device says of itself. */
import { csvCell, guardedCell } from 'taxiway-autopilot'

/** One line of CSV. */
export function csvLine(values: readonly string[]): string {
  return `${values.map((each) => csvCell(guardedCell(each))).join(',')}\r\n`
}
