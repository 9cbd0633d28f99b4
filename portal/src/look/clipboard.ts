/** What leaves the portal by the clipboard. */
import { csvCell, guardedCell } from 'taxiway-autopilot'

export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}

/** One line of CSV. */
export function csvLine(values: readonly string[]): string {
  return `${values.map((each) => csvCell(guardedCell(each))).join(',')}\r\n`
}

/** Gives the person a file that was made in this browser. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
