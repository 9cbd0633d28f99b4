/** From the first start to the stop: what the local PostgreSQL is, and how it ends. */
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAlive } from '../../src/host/local-postgres/pid-file.ts'
import { startLocalPostgres } from '../../src/host/local-postgres/start-local-postgres.ts'
import type { LocalPostgres } from '../../src/host/local-postgres/supervise.ts'
import { eventually } from '../support/eventually.ts'
import { hold, isInstalled, query, run, start, temporaryFolder, usedFolder } from './support.ts'

test('the first start creates the database, the next one finds everything in it', async () => {
  const dataDir = await temporaryFolder()
  const first = await start(dataDir)
  expect(first.origin).toBe('created')
  await query(first, 'create table device as select 1 as id')
  await first.stop()
  expect(await first.exited).toBeUndefined()
  expect(isAlive(first.pid)).toBe(false)

  const second = await start(dataDir)
  expect(second.origin).toBe('started')
  expect(await query(second, 'select id from device')).toEqual([{ id: 1 }])
})

describe('a running server', () => {
  let postgres: LocalPostgres

  beforeAll(async () => {
    postgres = await startLocalPostgres({ dataDir: await usedFolder() })
  })
  afterAll(() => postgres.stop())

  test('keeps acknowledged data through a power cut, and sorts alike on every machine', async () => {
    const settings = await query(
      postgres,
      `select name, setting from pg_settings where name in
       ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'huge_pages', 'server_encoding')
       order by name`,
    )
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      huge_pages: 'off',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
    })
    const [locale] = await query(
      postgres,
      `select datlocprovider as provider, datlocale as locale, split_part(version(), ' ', 2) like '18%' as is18,
       current_setting('max_connections')::int >= 100 as has_room
       from pg_database where datname = current_database()`,
    )
    expect(locale).toEqual({ provider: 'b', locale: 'C.UTF-8', is18: true, has_room: true })
  })

  test('gives Taxiway a role of its own: no administrator, but trigrams and new databases', async () => {
    expect(await query(postgres, 'select rolsuper from pg_roles where rolname = user')).toEqual([
      { rolsuper: false },
    ])
    await query(postgres, 'create extension pg_trgm')
    await query(postgres, 'create database another')
    await expect(query(postgres, "copy (select 1) to '/tmp/x'")).rejects.toThrow(
      'permission denied',
    )
    const { host, port } = postgres.connection
    const stranger = new Client({
      host,
      port,
      user: 'postgres',
      password: 'x',
      database: 'postgres',
    })
    await expect(stranger.connect()).rejects.toThrow('password authentication failed')
  })

  test.skipIf(process.platform !== 'linux')(
    'listens on a socket that only its account may use, and on no port',
    async () => {
      expect((await stat(postgres.connection.host)).mode & 0o777).toBe(0o700)
      expect(await listeningPorts(postgres.pid)).toEqual([])
      expect(await listeningPorts(process.pid)).toEqual([])
    },
  )

  test.skipIf(process.platform !== 'linux')(
    "is not in the terminal's group of processes, so Ctrl-C reaches only Taxiway",
    async () => {
      const groupOf = async (pid: number) =>
        (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[2]
      expect(await groupOf(postgres.pid)).toBe(String(postgres.pid))
      expect(await groupOf(process.pid)).not.toBe(String(postgres.pid))
    },
  )

  test('can be reached with psql by its URL', async (context) => {
    if (!isInstalled('psql')) context.skip('psql is not installed')
    const said = run('psql', '-Atc', 'select current_user', postgres.connectionString)
    expect(said).toBe('taxiway\n')
  })
})

describe('its end', () => {
  test('a smart stop waits for the last client, and a fast one hurries it', async () => {
    const postgres = await start(await usedFolder())
    const client = new Client(postgres.connection)
    client.on('error', () => {})
    await client.connect()
    const smart = postgres.stop('smart')
    const refused = query(postgres, 'select 1').catch((error: Error) => error.message)
    expect(await refused).toMatch(/shutting down|ECONNREFUSED|ENOENT/)
    expect(isAlive(postgres.pid)).toBe(true)
    await postgres.stop('fast')
    await smart
    expect(isAlive(postgres.pid)).toBe(false)
  })

  test('an immediate stop loses nothing that was acknowledged', async () => {
    const dataDir = await usedFolder()
    const postgres = await start(dataDir)
    await query(postgres, 'create table many as select generate_series(1, 1000)')
    await postgres.stop('immediate')
    const again = await start(dataDir)
    expect(await query(again, 'select count(*)::int as rows from many')).toEqual([{ rows: 1000 }])
  })

  test('a server that dies by itself is reported, and the next start repairs', async () => {
    const dataDir = await usedFolder()
    const postgres = await start(dataDir)
    await query(postgres, 'create table seven as select 7 as id')
    process.kill(postgres.pid, 'SIGKILL')
    const error = await postgres.exited
    expect(error).toMatchObject({ code: 'stopped-unexpectedly' })
    expect(error?.message).toContain(join(dataDir, 'postgres', 'postgres.log'))
    await postgres.stop()

    const again = await start(dataDir)
    expect(again.origin).toBe('started')
    expect(await query(again, 'select id from seven')).toEqual([{ id: 7 }])
  })

  test('the next start waits for what is left of a server that died', async () => {
    const dataDir = await usedFolder()
    const postgres = await start(dataDir)
    const [survivor = 0] = await childrenOf(postgres.pid)
    process.kill(survivor, 'SIGSTOP')
    process.kill(postgres.pid, 'SIGKILL')
    await postgres.exited
    await postgres.stop()

    const again = start(dataDir)
    const log = join(dataDir, 'postgres', 'postgres.log')
    try {
      await eventually(async () =>
        expect(await readFile(log, 'utf8')).toContain('pre-existing shared memory block'),
      )
    } finally {
      process.kill(survivor, 'SIGCONT')
    }
    expect((await again).origin).toBe('started')
  })

  test('a program that leaves without stopping the server takes it along', async () => {
    const dataDir = await usedFolder()
    const { said } = await hold(dataDir, { args: ['', '--leave'] })
    await eventually(() => expect(isAlive(said.pid)).toBe(false))
  })
})

async function childrenOf(pid: number): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.trim().split(' ').map(Number)
}

/** The TCP ports on which a process listens, by the sockets it holds. */
async function listeningPorts(pid: number): Promise<string[]> {
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((fd) =>
      readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''),
    ),
  )
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  )
  const listening = '0A'
  return tables
    .flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
    .filter((fields) => fields[3] === listening && links.includes(`socket:[${fields[9]}]`))
    .map((fields) => fields[1] ?? '')
}
