/** What keeps the local PostgreSQL from running is said plainly, with where it happened and what to do. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import { copyPackage, query, run, start, temporaryFolder, usedFolder } from './support.ts'

test('a folder of another major version is left alone', async () => {
  const dataDir = await usedFolder()
  const version = join(dataDir, 'postgres', 'cluster', 'PG_VERSION')
  await writeFile(version, '17\n')
  await expect(start(dataDir)).rejects.toMatchObject({
    code: 'other-major-version',
    message: expect.stringMatching(
      /written by PostgreSQL 17.*PostgreSQL 18.*taxiway backup.*TAXIWAY_DATABASE_URL/s,
    ),
  })
  await writeFile(version, '18\n')
  expect((await start(dataDir)).origin).toBe('started')
})

describe('a full disk', () => {
  test('while the database is created: nothing stays, and with space it works', async (context) => {
    const disk = await smallDisk(context, '30m')
    await expect(start(disk)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/disk is full.*Free some space/s),
    })
    expect(await readdir(join(disk, 'postgres'))).not.toContainEqual(
      expect.stringContaining('cluster'),
    )
    run('mount', '-o', 'remount,size=200m', disk)
    expect((await start(disk)).origin).toBe('created')
  })

  test('while it runs: the server ends, says why, and keeps what was acknowledged', async (context) => {
    const disk = await smallDisk(context, '120m')
    const first = await start(disk)
    await query(first, "create table device as select 'kept' as name")
    const filler = join(disk, 'filler')
    await expect(writeFile(filler, Buffer.alloc(120 * 1024 * 1024))).rejects.toThrow('ENOSPC')
    // Writes to PostgreSQL's log of changes only, which must not fail.
    const fill =
      "select pg_logical_emit_message(true, 'fill', repeat('x', 1000000)) from generate_series(1, 40)"
    // The first that finds no room may be told so without any harm to the server.
    const end = { isThere: false }
    const ended = first.exited.finally(() => {
      end.isThere = true
    })
    while (!end.isThere) await query(first, fill).catch(() => undefined)
    expect(await ended).toMatchObject({ code: 'disk-full' })

    await rm(filler)
    expect(await query(await start(disk), 'select name from device')).toEqual([{ name: 'kept' }])
  })
})

describe('the programs', () => {
  const { platform, arch } = process
  afterEach(() => pretend(platform, arch))

  test('a platform without any is reported, with the way out', async () => {
    pretend('sunos', 'mips')
    await expect(start(await temporaryFolder())).rejects.toMatchObject({
      code: 'no-binaries',
      message: expect.stringMatching(/sunos-mips.*TAXIWAY_DATABASE_URL to postgresql:/s),
    })
  })

  test.each([
    ['are for another machine', '\u007fELF, but not for here'],
    [
      'lack a library',
      '#!/bin/sh\necho "error while loading shared libraries: libz.so.1" >&2\nexit 127\n',
    ],
  ])('programs that %s are reported, with the way out', async (_, content) => {
    const packageDir = await copyPackage()
    const initdb = join(packageDir, 'native', 'bin', 'initdb')
    await rm(initdb)
    await writeFile(initdb, content, { mode: 0o755 })
    const dataDir = await temporaryFolder()
    await expect(start(dataDir, { packageDir })).rejects.toMatchObject({
      code: 'binaries-do-not-start',
      message: expect.stringContaining('TAXIWAY_DATABASE_URL'),
    })
  })
})

test('a refusal by PostgreSQL itself is passed on from its log', async () => {
  const dataDir = await usedFolder()
  const settings = join(dataDir, 'postgres', 'cluster', 'postgresql.conf')
  const before = await readFile(settings)
  onTestFinished(() => writeFile(settings, before))
  await writeFile(settings, "shared_preload_libraries = 'no_such_library'\n")
  await expect(start(dataDir)).rejects.toMatchObject({
    code: 'did-not-start',
    message: expect.stringMatching(
      /could not access file "no_such_library".*TAXIWAY_DATABASE_URL/s,
    ),
  })
})

test('a data folder that is a file is refused', async () => {
  const dataDir = join(await temporaryFolder(), 'data')
  await writeFile(dataDir, '')
  await expect(start(dataDir)).rejects.toMatchObject({
    message: expect.stringContaining(dataDir),
  })
})

test('a path too long for a socket is no obstacle, and is still held by one Taxiway only', async () => {
  const dataDir = join(await temporaryFolder(), 'long'.repeat(20), 'folder'.repeat(10))
  await mkdir(dataDir, { recursive: true })
  const postgres = await start(dataDir)
  const sockets = dirname(postgres.connection.host)
  onTestFinished(() => rm(sockets, { recursive: true }))
  expect(postgres.connection.host.length).toBeLessThan(80)
  expect((await stat(postgres.connection.host)).mode & 0o777).toBe(0o700)
  expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
  await expect(start(dataDir)).rejects.toMatchObject({ code: 'folder-in-use' })
})

/** A disk in memory; needs root and the permission to mount. */
async function smallDisk(context: TestContext, size: string): Promise<string> {
  const disk = join(await temporaryFolder(), 'disk')
  await mkdir(disk)
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'taxiway-test', disk)
  } catch {
    context.skip('this account may not mount a small disk')
  }
  onTestFinished(() => void run('umount', '-l', disk))
  return disk
}

function pretend(platform: string, arch: string): void {
  Object.defineProperty(process, 'platform', { value: platform })
  Object.defineProperty(process, 'arch', { value: arch })
}
