/** The table of `npm run bench`: what was measured, beside the least that the task can cost. */

export type BenchRow = {
  readonly name: string
  readonly figure: string
  /** The same run's figure for the bare minimum of the task; absent where there is none. */
  readonly floor?: string
  /** Figure against floor, higher is better. */
  readonly ratio?: number
  /** In words; absent for what is only stated. */
  readonly goal?: string
  /** Absent where there is no goal. */
  readonly met?: boolean
}

/** Collects a row; every `bench/<topic>.bench.ts` exports `run(report)` and calls it. */
export type Report = (row: BenchRow) => void

const titles = ['name', 'figure', 'floor', 'ratio', 'goal', ''] as const

/** The rows under each other, columns aligned. */
export function table(rows: readonly BenchRow[]): string {
  const cells = [titles.map(String), ...rows.map(cellsOf)]
  const widths = titles.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The same as a table in Markdown. */
export function markdown(rows: readonly BenchRow[]): string {
  const lines = [titles, titles.map(() => '---'), ...rows.map(cellsOf)]
  return lines
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function cellsOf({ name, figure, floor = '', ratio, goal = '', met }: BenchRow): readonly string[] {
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
  return [name, figure, floor, ratio === undefined ? '' : ratio.toFixed(2), goal, verdict]
}
