/** Refusals in logs that the Event Viewer or Get-WinEvent exported as a table, with the numbers in a column. */
import { LineReader, splitFields } from 'taxiway-device-csv'

const provider = /ModernDeployment-Diagnostics-Provider|ModernDeployment/
const numberTitles = /^(?:eventid|id|ereignisid|idevento|idvnement|idevenement)$/
const maxLineLength = 20_000

/** Reads lines and reports the number of every event of Autopilot's provider. */
export class EventTable {
  readonly #report: (id: number) => void
  readonly #lines = new LineReader()
  #separator = ','
  #numberAt = -1

  constructor(report: (id: number) => void) {
    this.#report = report
  }

  push(text: string): void {
    for (const line of this.#lines.push(text)) this.#line(line.text)
  }

  end(): void {
    for (const line of this.#lines.end()) this.#line(line.text)
  }

  #line(text: string): void {
    if (text.length > maxLineLength) return
    if (this.#numberAt === -1) {
      this.#header(text)
      return
    }
    if (!provider.test(text)) return
    const value = splitFields(text, this.#separator).values[this.#numberAt]?.trim() ?? ''
    if (/^\d{1,5}$/.test(value)) this.#report(Number(value))
  }

  #header(text: string): void {
    for (const separator of [',', ';', '\t']) {
      const titles = splitFields(text, separator).values.map((title) =>
        title.toLowerCase().replaceAll(/[^a-z]/g, ''),
      )
      const at = titles.findIndex((title) => numberTitles.test(title))
      if (at === -1 || titles.length < 3) continue
      this.#separator = separator
      this.#numberAt = at
      return
    }
  }
}
