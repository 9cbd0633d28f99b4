/** The second half of `npm run fuzz`: hostile device files against the two laws; `TAXIWAY_FUZZ_FILES` is how many. */
import { holdLaws } from '../../test/field-files/laws.ts'

const count = Number(process.env['TAXIWAY_FUZZ_FILES'] ?? 200_000)
const seed = process.env['TAXIWAY_FUZZ_SEED'] ?? String(Date.now())
const started = performance.now()
let broken = 0
for (let n = 0; n < count; n++) {
  try {
    holdLaws(`${seed}/${n}`)
  } catch (error) {
    broken++
    if (broken <= 20) console.log(`${seed}/${n}: ${(error as Error).message}`)
  }
}
const seconds = (performance.now() - started) / 1000
console.log(`${count} device files, seed ${seed}, ${seconds.toFixed(0)} s: ${broken} break a law`)
if (broken > 0) process.exitCode = 1
