/**
 * Runs before each test file.
 *
 * Properties are checked on the same cases in every run, so that a run that fails fails again.
 * `TAXIWAY_TEST_SEED`, a whole number, chooses other cases: `random` others each time.
 */
import fc from 'fast-check'
import { afterAll } from 'vitest'
import { endFile, keepSurroundings } from './end-of-file.ts'

const wanted = process.env['TAXIWAY_TEST_SEED'] ?? '20261120'
if (!/^(random|-?\d{1,10})$/.test(wanted))
  throw new Error(`TAXIWAY_TEST_SEED is '${wanted}': it must be a whole number or "random"`)
if (wanted !== 'random') fc.configureGlobal({ seed: Number.parseInt(wanted, 10) })

const restore = keepSurroundings()
afterAll(async () => {
  await endFile()
  restore()
})
