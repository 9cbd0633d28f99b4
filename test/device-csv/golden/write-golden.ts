/** Writes the golden cases to `files/`: run it after a case was added. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { goldenCases } from './all-cases.ts'

const folder = join(import.meta.dirname, 'files')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
for (const { name, input, fixed } of goldenCases) {
  writeFileSync(join(folder, `${name}.csv`), input)
  if (fixed !== null) writeFileSync(join(folder, `${name}.fixed.csv`), fixed, 'latin1')
}
