/** What `merge`, `split` and `convert` leave out, by line and by column. */
import { type Column, columnsLeftOut, type MergePlan } from 'taxiway-device-csv'
import { exitCodes } from '../exit.ts'
import { counted, type Output } from '../terminal/output.ts'

export type Losses = {
  readonly lines: readonly {
    readonly file: string
    readonly line: number
    readonly codes: readonly string[]
  }[]
  readonly lineCount: number
  readonly columns: readonly { readonly title: string; readonly cells: number }[]
}

/** What a file with the columns `written` loses of the sources `names`. */
export function lossesOf(
  { losses }: MergePlan,
  names: readonly string[],
  written: readonly Column[],
): Losses {
  return {
    lines: losses.leftOut.map(({ file, line, codes }) => ({
      file: names[file] ?? '',
      line,
      codes,
    })),
    lineCount: losses.leftOutCount,
    columns: columnsLeftOut(losses, written),
  }
}

/** Lines without a device, such as blank ones and report titles, are listed as information. */
export function sayLosses({ lines, lineCount, columns }: Losses, output: Output): void {
  for (const { file, line, codes } of lines)
    output.warn(`${file}:${line}: left out: ${codes.join(', ')}`)
  if (lineCount > lines.length)
    output.warn(`${counted(lineCount - lines.length, 'more line')} left out and not listed.`)
  for (const { title, cells } of columns)
    output.warn(`The column ${title || '(no title)'} is left out: ${counted(cells, 'value')}.`)
  if (lines.some(({ codes }) => codes.some((code) => !harmless.has(code))))
    process.exitCode = exitCodes.findings
}

const harmless: ReadonlySet<string> = new Set(['preamble-line', 'no-device'])
