/** One Taxiway per data folder, whatever became of the one before it. */
import { spawn } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isAlive } from '../../src/host/local-postgres/pid-file.ts'
import { startLocalPostgres } from '../../src/host/local-postgres/start-local-postgres.ts'
import { eventually } from '../support/eventually.ts'
import { copyPackage, hold, query, start, temporaryFolder, usedFolder } from './support.ts'

/** In place of initdb: never ready, and like the real one it writes until its folder has gone. */
const writesOn = `#!/bin/sh
for word; do case "$word" in --pgdata=*) folder="\${word#--pgdata=}" ;; esac; done
mkdir "$folder"
while echo more >"$folder/file"; do sleep 1; done
`

describe('after a Taxiway was killed with -9', () => {
  test('its server runs on, is taken over as it is, and ends when asked', async () => {
    const dataDir = await usedFolder()
    const killed = await hold(dataDir)
    await query(killed.said, 'create table device as select generate_series(1, 500)')
    await killed.end('SIGKILL')
    expect(isAlive(killed.said.pid)).toBe(true)

    const messages: string[] = []
    const next = await start(dataDir, { log: (message) => messages.push(message) })
    expect(next).toMatchObject({ origin: 'adopted', pid: killed.said.pid })
    expect(messages.join()).toContain(`still running (process ${next.pid})`)
    expect(await query(next, 'select count(*)::int as rows from device')).toEqual([{ rows: 500 }])
    await next.stop()
    expect(isAlive(next.pid)).toBe(false)
    expect(await next.exited).toBeUndefined()
  })

  test('the end of a server that was taken over is noticed as well', async () => {
    const dataDir = await usedFolder()
    const killed = await hold(dataDir)
    await killed.end('SIGKILL')
    const next = await start(dataDir)
    process.kill(next.pid, 'SIGKILL')
    expect(await next.exited).toMatchObject({ code: 'stopped-unexpectedly' })
  })

  test('a server of other programs is ended and started anew', async () => {
    const dataDir = await usedFolder()
    const killed = await hold(dataDir)
    await killed.end('SIGKILL')
    const otherPackage = await copyPackage()
    const next = await start(dataDir, { packageDir: otherPackage })
    expect(next.origin).toBe('started')
    expect(isAlive(killed.said.pid)).toBe(false)
  })

  test('a start that was killed while it created the database leaves nothing half-done', async () => {
    const dataDir = await temporaryFolder()
    const unending = await copyPackage()
    const initdb = join(unending, 'native/bin/initdb')
    await rm(initdb)
    await writeFile(initdb, writesOn, { mode: 0o755 })
    const holder = join(import.meta.dirname, 'hold-server.ts')
    const program = spawn(process.execPath, [holder, dataDir, unending])
    const home = join(dataDir, 'postgres')
    const namesIn = () => readdir(home).catch((): string[] => [])
    const half = expect.stringContaining('cluster.new-')
    await eventually(async () => expect(await namesIn()).toContainEqual(half))
    program.kill('SIGKILL')

    const next = await start(dataDir)
    expect(next.origin).toBe('created')
    expect(await namesIn()).not.toContainEqual(expect.stringContaining('cluster.new-'))
    expect(await query(next, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a pid that now belongs to another program neither stops the start nor is touched', async () => {
    const dataDir = await usedFolder()
    const stranger = spawn('sleep', ['60'])
    onTestFinished(() => void stranger.kill())
    const cluster = join(dataDir, 'postgres', 'cluster')
    const pidFile = `${stranger.pid}\n${cluster}\n1700000000\n5432\n/nowhere\n\n  1234567  890\nready   \n`
    await writeFile(join(cluster, 'postmaster.pid'), pidFile)
    const next = await start(dataDir)
    expect(next.origin).toBe('started')
    expect(await readFile(join(cluster, 'postmaster.pid'), 'utf8')).toMatch(`${next.pid}\n`)
    expect(isAlive(stranger.pid ?? 0)).toBe(true)
  })
})

describe('while a Taxiway runs', () => {
  test('a second one on its folder is refused and learns which process has it', async () => {
    const dataDir = await usedFolder()
    const first = await hold(dataDir)
    await expect(startLocalPostgres({ dataDir })).rejects.toMatchObject({
      code: 'folder-in-use',
      message: expect.stringContaining(`process ${first.child.pid}`),
    })
    expect(await query(first.said, 'select 1 as one')).toEqual([{ one: 1 }])
    await first.end('SIGTERM')
    expect((await start(dataDir)).origin).toBe('started')
  })

  test('the folder is refused also within one process and by another spelling of its name', async () => {
    const dataDir = await usedFolder()
    await start(dataDir)
    await expect(startLocalPostgres({ dataDir: `${dataDir}/../${dataDir.split('/').at(-1)}/` }))
      .rejects //
      .toMatchObject({ code: 'folder-in-use' })
  })

  test('of several that start at the same moment exactly one gets the folder', async () => {
    const dataDir = await usedFolder()
    const starts = await Promise.allSettled([1, 2, 3, 4].map(() => start(dataDir)))
    const refusals = starts.filter(({ status }) => status === 'rejected')
    expect(refusals).toHaveLength(3)
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ reason: { code: 'folder-in-use' } })
    }
  })
})
