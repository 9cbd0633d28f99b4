/** The third part of `npm run fuzz`: hostile messages of managed devices; `TAXIWAY_FUZZ_MESSAGES` is how many. */
import { holdMessageLaws } from '../../test/mdm/message-laws.ts'

const count = Number(process.env['TAXIWAY_FUZZ_MESSAGES'] ?? 200_000)
const seed = process.env['TAXIWAY_FUZZ_SEED'] ?? String(Date.now())
const started = performance.now()
let broken = 0
let read = 0
for (let n = 0; n < count; n++) {
  try {
    if (holdMessageLaws(`${seed}/${n}`)) read++
  } catch (error) {
    broken++
    if (broken <= 20) console.log(`${seed}/${n}: ${(error as Error).message}`)
  }
}
const seconds = (performance.now() - started) / 1000
console.log(
  `${count} messages of devices, seed ${seed}, ${seconds.toFixed(0)} s: ${read} read (${Math.round((100 * read) / count)} %), ${broken} break a law`,
)
if (broken > 0) process.exitCode = 1
