/** The lock around sign-in: with a holder that works long, one that is stopped, one that was killed, and many who wait. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { alone } from '../../../cli/context/alone.ts'
import { CliError } from '../../../cli/exit.ts'
import { eventually } from '../../support/eventually.ts'

const program = join(import.meta.dirname, 'hold-lock.ts')
const pace = { beatMs: 50, silentMs: 20_000, waitMs: 1_000 }
let folder = ''
let path = ''
const started: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taxiway-lock-'))
  path = join(folder, 'people.json')
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function start(name: string): ChildProcess {
  const child = spawn(process.execPath, [program, path, name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  started.push(child)
  return child
}

async function holder(): Promise<ChildProcess> {
  const child = start('holder')
  await once(child.stdout ?? child, 'data')
  return child
}

const refused = () => alone(path, async () => 'in', pace).catch((error: unknown) => error)

/** As if nothing had touched the lock for some time: by itself, longer than an owner may be silent, and no process of a test is old. */
async function age(seconds = 40): Promise<void> {
  const then = new Date(Date.now() - seconds * 1000)
  await utimes(`${path}.lock`, then, then)
}

/** A lock as a command leaves it that is killed. */
async function dead(lock: string, id: string): Promise<void> {
  const { pid } = spawnSync(process.execPath, ['--version'])
  await writeFile(lock, JSON.stringify({ id, pid, host: hostname() }))
}

async function letGo(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.stdin?.write('\n')
  expect(await ended).toEqual([0, null])
}

test('a holder that works keeps it, however long, and is named to those who wait in vain', async () => {
  const child = await holder()
  await age()
  const error = await refused()
  expect(error).toBeInstanceOf(CliError)
  expect(error).toMatchObject({
    exitCode: 4,
    message: expect.stringContaining(`process ${child.pid} on ${hostname()}`),
  })
  await letGo(child)
  expect(await alone(path, async () => 'in', pace)).toBe('in')
})

test('a holder touches its lock', async () => {
  const child = await holder()
  const before = Date.now() - 60_000
  await age()
  await eventually(async () => {
    expect((await stat(`${path}.lock`)).mtimeMs).toBeGreaterThan(before)
  })
  await letGo(child)
})

test('a holder that is stopped keeps it and ends in order when it goes on', async () => {
  const child = await holder()
  child.kill('SIGSTOP')
  await age()
  expect(await refused()).toBeInstanceOf(CliError)
  child.kill('SIGCONT')
  await letGo(child)
  expect(await readdir(folder)).toEqual(['people.json.log'])
})

test('a holder that was killed has it no more', async () => {
  const child = await holder()
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  expect(await alone(path, async () => 'in', pace)).toBe('in')
})

test.each([
  ['of another machine that was touched just now', { host: 'elsewhere', seconds: 0 }, false],
  ['of another machine that was touched long ago', { host: 'elsewhere', seconds: 110 }, true],
  ['of a process before the machine started', { host: hostname(), seconds: 10 ** 9 }, true],
  ['of a process that is there and may have touched it', { host: hostname(), seconds: 0 }, false],
])('a lock %s', async (_, { host, seconds }, isFree) => {
  await writeFile(`${path}.lock`, JSON.stringify({ id: 'x', pid: process.ppid, host }))
  await age(seconds)
  const outcome = await refused()
  if (isFree) expect(outcome).toBe('in')
  else expect(outcome).toBeInstanceOf(CliError)
})

test('a lock of the number of this process, as in a container that was started again', async () => {
  await writeFile(`${path}.lock`, JSON.stringify({ id: 'x', pid: process.pid, host: hostname() }))
  expect(await refused()).toBe('in')
})

test.skipIf(process.platform !== 'linux')(
  'a lock whose number was given to a process that began after its last touch',
  async () => {
    const { pid } = await holder()
    const other = join(folder, 'other.json')
    await writeFile(`${other}.lock`, JSON.stringify({ id: 'x', pid, host: hostname() }))
    const then = new Date(Date.now() - 600_000)
    await utimes(`${other}.lock`, then, then)
    expect(await alone(other, async () => 'in', pace)).toBe('in')
  },
)

test('a lock that nobody signed, as an older version left it, ends with its time', async () => {
  await writeFile(`${path}.lock`, '')
  await age()
  expect(await refused()).toBe('in')
})

test('a lock that cannot be read, as it points nowhere, is waited for in vain', async () => {
  await symlink(join(folder, 'nothing'), `${path}.lock`)
  expect(await refused()).toBeInstanceOf(CliError)
})

test('work whose lock was taken away is not taken for done', async () => {
  const work = () => rm(`${path}.lock`)
  await expect(alone(path, work, pace)).rejects.toThrow('took over')
})

test('of many who wait for a killed holder each gets in, one at a time', async () => {
  const child = await holder()
  const waiting = Array.from({ length: 6 }, (_, n) => start(`waiter-${n}`))
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  const done = waiting.map((each) => once(each, 'exit'))
  for (const each of waiting) each.stdin?.write('\n')
  expect(await Promise.all(done)).toEqual(new Array(6).fill([0, null]))
  const lines = (await readFile(`${path}.log`, 'utf8')).trim().split('\n').slice(1)
  expect(lines).toHaveLength(12)
  for (let at = 0; at < lines.length; at += 2)
    expect(lines[at + 1]).toBe(lines[at]?.replace(' in', ' out'))
})

test('of many who find a dead lock at nearly the same moment each gets in, one at a time', async () => {
  let inside = 0
  let together = 0
  const work = async () => {
    inside++
    await readdir(folder)
    together = Math.max(together, inside)
    inside--
  }
  for (let round = 0; round < 40; round++) {
    await dead(`${path}.lock`, `dead-${round}`)
    const each = async (_: unknown, n: number) => {
      for (let step = 0; step < n * (round % 7); step++) await readdir(folder)
      await alone(path, work, { ...pace, waitMs: 20_000 })
    }
    await Promise.all(Array.from({ length: 6 }, each))
  }
  expect(together).toBe(1)
  expect(await readdir(folder)).toEqual([])
})

test('those who were killed while they replaced a dead lock are replaced like it', async () => {
  await dead(`${path}.lock`, 'first')
  await dead(`${path}.lock.first`, 'second')
  await dead(`${path}.lock.second`, 'third')
  expect(await alone(path, () => readdir(folder), pace)).toEqual(['people.json.lock'])
  expect(await readdir(folder)).toEqual([])
})
