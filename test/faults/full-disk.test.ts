/**
 * The disk of the local database fills up while rows are acknowledged: the server says so, goes on when there is room
 * again, ends when it is asked to, and has every row that it acknowledged.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive, readPidFile } from '../../src/host/local-postgres/pid-file.ts'
import { eventually } from '../support/eventually.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, signIn, trust } from '../support/wire-client.ts'
import { type Load, startLoad, wrongAnswers } from './load.ts'

/** Only root of a Linux may have a small file system, and not in every container. */
const disk = emptyFolder()
const whyNot = mountSmall()

function mountSmall(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux'
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192m,mode=0755', 'tmpfs', disk])
    return undefined
  } catch {
    return 'no file system can be mounted here'
  }
}

let server: TaxiwayProcess
const folders = { dataFolder: join(disk, 'data'), configFolder: emptyFolder() }

beforeAll(async () => {
  if (whyNot === undefined) server = await startTaxiwayProcess(folders)
})
afterAll(async () => {
  await server?.kill('SIGKILL')
  if (whyNot !== undefined) return
  const left = await readPidFile(join(folders.dataFolder, 'postgres', 'cluster'))
  if (left !== undefined && isAlive(left.pid)) process.kill(left.pid, 'SIGKILL')
  execFileSync('umount', ['-l', disk])
})

const filler = join(disk, 'filler')

/** Takes every byte that is left. */
function fill(): void {
  const file = openSync(filler, 'a')
  try {
    for (const size of [1_048_576, 4_096, 1]) fillBy(file, Buffer.alloc(size))
  } finally {
    closeSync(file)
  }
}

function fillBy(file: number, piece: Buffer): void {
  try {
    while (writeSync(file, piece) > 0);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  }
}

/** Fills again what the database has freed, until writes are refused. */
async function fillUntilRefused(load: Load): Promise<void> {
  const before = refusals(load)
  await eventually(() => {
    fill()
    expect(refusals(load)).toBeGreaterThan(before + 3)
  })
}

const refusals = ({ answers }: Load) => answers.POST.filter(({ status }) => status === 503).length

test.skipIf(whyNot !== undefined)('a full disk loses nothing that was acknowledged', async () => {
  trust(server.ca)
  const client = await signIn(server.origin, server.credentials())
  const load = startLoad({ origin: () => server.origin, token: client.token, seed: 'full disk' })
  await eventually(() => expect(load.acknowledged.size).toBeGreaterThan(10))

  await fillUntilRefused(load)
  expect((await fetch(`${server.origin}/livez`)).status).toBe(200)
  rmSync(filler)
  const before = load.acknowledged.size
  await eventually(() => expect(load.acknowledged.size).toBeGreaterThan(before + 5))

  await fillUntilRefused(load)
  await load.stop()
  expect(load.unanswered).toEqual([])
  expect(wrongAnswers(load)).toEqual([])
  expect(await server.kill('SIGTERM')).toBe(0)
  rmSync(filler)
  server = await startTaxiwayProcess(folders)
  const again = await signIn(server.origin, server.credentials())
  const held = (await again.all(importedPath)).map(({ importId }) => importId)
  expect([...load.acknowledged].filter((row) => !held.includes(row))).toEqual([])
  expect(new Set(held).size).toBe(held.length)
})
