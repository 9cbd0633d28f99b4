/** A local database that does not end or does not respond: every wait for it is limited and logged. */
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { prepareDatabase } from '../../src/host/local-postgres/database.ts'
import { defaultTimeouts } from '../../src/host/local-postgres/end-server.ts'
import { preparePaths } from '../../src/host/local-postgres/paths.ts'
import { isAlive, readPidFile } from '../../src/host/local-postgres/pid-file.ts'
import { eventually } from '../support/eventually.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { signIn, trust } from '../support/wire-client.ts'
import { hold, query, start, usedFolder } from './support.ts'

const shortTimeouts = { ...defaultTimeouts, leaving: 200, fast: 500, immediate: 500 }

/** A server without its Taxiway, with one client that stays. */
async function leftBehind(dataDir: string) {
  const killed = await hold(dataDir)
  await killed.end('SIGKILL')
  const { pid, connectionString } = killed.said
  const client = new Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end().catch(() => undefined))
  return { pid, connectionString }
}

/** The same, asked to stop when its last client has left. */
async function stopping(dataDir: string): Promise<number> {
  const { pid } = await leftBehind(dataDir)
  process.kill(pid, 'SIGTERM')
  const cluster = `${dataDir}/postgres/cluster`
  await eventually(async () =>
    expect(await readPidFile(cluster)).toMatchObject({ status: 'stopping' }),
  )
  return pid
}

test('one that waits for a client to leave is stopped, and a new one starts', async () => {
  const dataDir = await usedFolder()
  const pid = await stopping(dataDir)
  const said: string[] = []
  const next = await start(dataDir, { timeouts: shortTimeouts, log: (text) => said.push(text) })
  expect(next.origin).toBe('started')
  expect(isAlive(pid)).toBe(false)
  expect(said.join('\n')).toMatch(/which is stopping\.\n.*still connected/)
  expect(await query(next, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('one that does not respond at all is killed, and loses nothing', async () => {
  const dataDir = await usedFolder()
  const { pid, connectionString } = await leftBehind(dataDir)
  await query({ connectionString }, 'create table kept as select generate_series(1, 50)')
  process.kill(pid, 'SIGTERM')
  const cluster = `${dataDir}/postgres/cluster`
  await eventually(async () =>
    expect(await readPidFile(cluster)).toMatchObject({ status: 'stopping' }),
  )
  process.kill(pid, 'SIGSTOP')
  const said: string[] = []
  const next = await start(dataDir, { timeouts: shortTimeouts, log: (text) => said.push(text) })
  expect(isAlive(pid)).toBe(false)
  expect(said.join('\n')).toContain('does not respond and is killed')
  expect(await query(next, 'select count(*)::int as rows from kept')).toEqual([{ rows: 50 }])
  await query(next, 'drop table kept')
})

/** A server's database whose Taxiway was killed, asked to stop while a client stays. */
async function stoppingUnder(server: TaxiwayProcess): Promise<void> {
  const cluster = join(server.dataFolder, 'postgres/cluster')
  const { socketDir } = await preparePaths(server.dataFolder)
  const client = new Client(await prepareDatabase(cluster, { host: socketDir, port: 5432 }))
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end().catch(() => undefined))
  await server.kill('SIGKILL')
  const pid = (await readPidFile(cluster))?.pid ?? 0
  process.kill(pid, 'SIGTERM')
  await eventually(async () =>
    expect(await readPidFile(cluster)).toMatchObject({ status: 'stopping' }),
  )
}

test('npm start and taxiway backup say what they wait for, and do their work', async () => {
  const first = await startTaxiwayProcess()
  onTestFinished(() => first.dispose())
  await stoppingUnder(first)
  const second = await startTaxiwayProcess(first)
  expect(second.log()).toContain('which is stopping')
  trust(second.ca)
  expect((await signIn(second.origin, second.credentials())).token).not.toBe('')

  await stoppingUnder(second)
  const file = join(emptyFolder(), 'backup.tar.gz')
  const backup = await taxiway(['backup', file, '--data-dir', first.dataFolder])
  expect(backup.stderr).toContain('which is stopping')
  expect(backup.code).toBe(0)
})
