/** Archives made to do harm: each ends in a clear finding by what was counted, not by the clock, within 256 MB, and writes no file. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { collect } from '../../src/collect/collect.ts'
import { archiveLimits } from '../../src/collect/limits.ts'
import type { Attack } from './attack.ts'
import { attacks } from './attacks.ts'

// As many at once as the smallest machine has cores.
vi.setConfig({ maxConcurrency: 2 })

const run = promisify(execFile)
const program = join(import.meta.dirname, 'run-collect.ts')
const isLight = ([, attack]: readonly [string, Attack]) => attack.isLight === true
const all = Object.entries(attacks)
const light = all.filter(isLight)
const heavy = all.filter((each) => !isLight(each))
let folder = ''

type Outcome = {
  readonly codes: readonly string[]
  readonly devices: number
  /** The most that the program has had so far. */
  readonly megabytes: number
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taxiway-hostile-'))
})
afterAll(() => rm(folder, { recursive: true }))

test.concurrent.each(heavy)('%s', async (name, attack) => {
  judge(attack, (await outcomes([[name, attack]]))[0])
})

test('what would take too long is stopped, and said to have been', async () => {
  const faults: string[] = []
  const bytes = attacks['a gigabyte of zeros']?.make() ?? new Uint8Array(0)
  async function* open() {
    yield bytes
  }
  await collect(
    { name: 'archive', size: bytes.length, open },
    { onDevice: () => undefined, onFault: ({ code }) => faults.push(code) },
    { ...archiveLimits, milliseconds: 1 },
  )
  expect(faults).toEqual(['time-limit'])
})

test.concurrent('small ones, one after the other in one program', async () => {
  const found = await outcomes(light)
  for (const [at, [, attack]] of light.entries()) judge(attack, found[at])
})

/** Runs a program of its own in an empty folder over the archives, and makes sure that the folder stays empty. */
async function outcomes(group: readonly (readonly [string, Attack])[]): Promise<Outcome[]> {
  const place = await mkdtemp(join(folder, 'run-'))
  const files = group.map(([name]) => join(folder, `${name.replaceAll(/\W+/g, '-')}.bin`))
  for (const [at, [, { make }]] of group.entries()) await writeFile(files[at] ?? '', make())
  const env = { ...process.env, TMPDIR: place }
  const { stdout } = await run(process.execPath, [program, ...files], { cwd: place, env })
  expect(await readdir(place)).toEqual([])
  return JSON.parse(stdout)
}

function judge({ codes, devices = 0 }: Attack, outcome: Outcome | undefined): void {
  expect(outcome).toMatchObject({ devices, codes: expect.arrayContaining([...codes]) })
  expect(outcome?.codes).not.toContain('time-limit')
  // Whatever gives no device says why.
  if (devices === 0) expect(outcome?.codes).not.toEqual([])
  expect(outcome?.megabytes).toBeLessThan(256)
}
