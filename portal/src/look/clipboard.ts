/** What leaves the portal by the clipboard. */

export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}

/** A cell that a spreadsheet does not take for a formula. */
export function spreadsheetSafe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** One line of CSV. */
export function csvLine(values: readonly string[]): string {
  return `${values.map((each) => csvValue(spreadsheetSafe(each))).join(',')}\r\n`
}

function csvValue(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
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
