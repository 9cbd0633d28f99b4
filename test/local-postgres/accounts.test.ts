/** PostgreSQL never runs as root, and runs for every account that may start Taxiway. */
import { constants } from 'node:fs'
import { access, chmod, chown, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import { canEnter } from '../../src/host/local-postgres/account.ts'
import {
  copyPackage,
  hold,
  isInstalled,
  isRoot,
  query,
  start,
  temporaryFolder,
  uidOf,
  usedFolder,
} from './support.ts'

const nobody = 65534
/** Another account that every Linux system has: `daemon`. */
const ordinary = { uid: 1, gid: 1 }

describe.skipIf(!isRoot)('started by root (skipped for others)', () => {
  test('the server runs as nobody and owns its files', async () => {
    const postgres = await start(await usedFolder())
    expect(await uidOf(postgres.pid)).toBe(nobody)
    expect((await stat(postgres.connection.host)).uid).toBe(nobody)
  })

  test('the server runs as the owner of the data folder where that is not root', async () => {
    const dataDir = await temporaryFolder()
    await chown(dataDir, ordinary.uid, ordinary.gid)
    const postgres = await start(dataDir)
    expect(await uidOf(postgres.pid)).toBe(ordinary.uid)
  })

  test('the data may lie below a folder that is closed to everybody else', async () => {
    const closed = await temporaryFolder()
    await chmod(closed, 0o700)
    const dataDir = join(closed, 'data')
    const first = await start(dataDir)
    expect(await uidOf(first.pid)).toBe(nobody)
    await query(first, 'create table device as select 1 as id')
    await query(first, 'create extension pg_trgm')
    await first.stop()
    expect(await query(await start(dataDir), 'select id from device')).toEqual([{ id: 1 }])
    expect((await stat(closed)).mode & 0o777).toBe(0o700)
  })

  test('below a closed folder, too, a server left by a killed Taxiway is taken over', async () => {
    const closed = await usedFolder()
    await chmod(closed, 0o700)
    onTestFinished(() => chmod(closed, 0o755))
    const killed = await hold(closed)
    await killed.end('SIGKILL')
    const next = await start(closed)
    expect(next).toMatchObject({ origin: 'adopted', pid: killed.said.pid })
  })

  test('programs that its account cannot read are copied once beside the data', async () => {
    const dataDir = await usedFolder()
    const packageDir = await copyPackage()
    await chmod(packageDir, 0o700)
    const first = await start(dataDir, { packageDir })
    await query(first, 'create extension pg_trgm')
    await first.stop()
    const copies = await copiesIn(join(dataDir, 'postgres'))
    expect(copies).toHaveLength(1)
    const { ctimeMs } = await stat(join(dataDir, 'postgres', copies[0] ?? ''))
    await (await start(dataDir, { packageDir })).stop()
    expect((await stat(join(dataDir, 'postgres', copies[0] ?? ''))).ctimeMs).toBe(ctimeMs)
  })

  test('copies of other versions, and half a copy, are removed', async () => {
    const dataDir = await usedFolder()
    const home = join(dataDir, 'postgres')
    await mkdir(join(home, 'programs-17.0.0', 'native'), { recursive: true })
    await mkdir(join(home, 'programs-18.4.0.a1b2c3d4', 'native'), { recursive: true })
    await start(dataDir)
    expect(await copiesIn(home)).toEqual([])
  })

  test('where the data folder is closed as well, the copy goes to a folder for such things', async () => {
    const closed = await usedFolder()
    await chmod(closed, 0o700)
    onTestFinished(() => chmod(closed, 0o755))
    const packageDir = await copyPackage()
    await chmod(packageDir, 0o700)
    const cache = join(await temporaryFolder(), 'cache')
    await start(closed, { packageDir, copyFolders: [cache] })
    expect(await copiesIn(cache)).toHaveLength(1)
  })

  test('a machine that lets root change no account is reported, with the way out', async (context) => {
    if (!isInstalled('setpriv')) context.skip('setpriv is not installed')
    const rights = '-setuid,-setgid'
    const without = ['setpriv', '--bounding-set', rights, '--inh-caps', rights]
    const { said } = await hold(await temporaryFolder(), { under: without })
    expect(said).toMatchObject({ code: 'cannot-drop-root' })
    expect(said.message).toContain('TAXIWAY_DATABASE_URL')
  })
})

describe('started by an ordinary user', () => {
  test('the server runs as that user', async (context) => {
    const dataDir = await ordinaryFolder()
    const held = await holdAsOrdinary(context, { dataDir })
    expect(await uidOf(held.said.pid)).toBe(isRoot ? ordinary.uid : process.getuid?.())
    expect(await query(held.said, 'select 1 as one')).toEqual([{ one: 1 }])
    await held.end('SIGTERM')
  })

  test('missing library links in a folder of somebody else are made in a copy', async (context) => {
    const dataDir = await ordinaryFolder()
    const packageDir = await copyPackage()
    await removeLinks(packageDir)
    const lib = join(packageDir, 'native', 'lib')
    await chmod(lib, 0o555)
    onTestFinished(() => chmod(lib, 0o755))
    const held = await holdAsOrdinary(context, { dataDir, packageDir })
    expect(held.said).toMatchObject({ origin: 'created' })
    expect(await copiesIn(join(dataDir, 'postgres'))).toHaveLength(1)
    await held.end('SIGTERM')
  })

  test('an account without a name learns what PostgreSQL needs', async (context) => {
    if (!isRoot) context.skip('needs root to become another account')
    const nameless = 54_321
    const dataDir = await temporaryFolder()
    await chown(dataDir, nameless, nameless)
    const { said } = await holdAs(context, nameless, { dataDir })
    expect(said.message).toContain('a user that is listed in /etc/passwd')
  })

  test('a data folder of somebody else is refused with a hint', async (context) => {
    if (!isRoot) context.skip('needs root to make a folder that is not ours')
    const dataDir = join(await temporaryFolder(), 'data')
    const { said } = await holdAsOrdinary(context, { dataDir })
    expect(said).toMatchObject({ code: 'folder-not-usable' })
    expect(said.message).toContain('TAXIWAY_DATA_DIR')
  })
})

test('library links that npm did not make, with install scripts off, are made at the start', async () => {
  const packageDir = await copyPackage()
  const links = await removeLinks(packageDir)
  expect(links).toBeGreaterThan(5)
  await start(await usedFolder(), { packageDir })
  await access(join(packageDir, 'native', 'lib', 'libicuuc.so.60'), constants.R_OK)
})

type HoldAs = { readonly dataDir: string; readonly packageDir?: string }

/** As root: runs it as an ordinary account. As anybody else: as ourselves. */
async function holdAsOrdinary(context: TestContext, options: HoldAs) {
  return await holdAs(context, isRoot ? ordinary.uid : undefined, options)
}

async function holdAs(context: TestContext, uid: number | undefined, options: HoldAs) {
  const account = uid === undefined ? undefined : { uid, gid: uid }
  if (!(await canEnter(import.meta.dirname, account))) {
    context.skip('the checkout is closed to other accounts')
  }
  const args = [options.packageDir ?? '']
  return await hold(options.dataDir, { args, ...(uid === undefined ? {} : { uid }) })
}

async function ordinaryFolder(): Promise<string> {
  const folder = await temporaryFolder()
  if (isRoot) await chown(folder, ordinary.uid, ordinary.gid)
  return folder
}

async function copiesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('programs-'))
}

async function removeLinks(packageDir: string): Promise<number> {
  const lib = join(packageDir, 'native', 'lib')
  const entries = await readdir(lib, { withFileTypes: true })
  const links = entries.filter((entry) => entry.isSymbolicLink())
  for (const { name } of links) await rm(join(lib, name))
  return links.length
}
