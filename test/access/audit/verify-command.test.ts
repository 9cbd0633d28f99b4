/** `taxiway verify audit` as a program, on a database and on an exported file. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkpointFileName, checkpointKeeper } from '../../../src/storage/audit/checkpoint-file.ts'
import { checkpointsSince } from '../../../src/storage/audit/checkpoints.ts'
import { type Client, openRegistry } from '../../support/registry.ts'
import { emptyFolder, taxiway } from '../../support/taxiway-command.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
const dataDir = emptyFolder()

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
  for (const displayName of ['One', 'Two', 'Three'])
    await client.ask('POST', '/admin/v1/roles', { displayName, permissions: ['devices.read'] })
  const { app } = registry
  await app.makeCheckpoints()
  await keeper(dataDir)()
})

afterAll(() => registry.close())

function keeper(dataFolder: string) {
  const since = (time: Date | undefined) => checkpointsSince(registry.store.pool, time)
  return checkpointKeeper({ dataFolder, publicKey: registry.app.checkpointKey, since })
}

async function verify(...args: readonly string[]) {
  const run = await taxiway(['verify', 'audit', ...args, '--data-dir', dataDir, '--json'])
  return { code: run.code, rows: JSON.parse(run.stdout), said: run.stderr }
}

test('a trail as it was written ends with 0', async () => {
  const { code, rows } = await verify('--database', registry.connectionString)
  expect({ code, rows }).toMatchObject({
    code: 0,
    rows: [{ tenantId: client.tenantId, entries: 3, checkpoints: 2, ok: true }],
  })
})

test('an exported file is checked alone, and a change in it ends with 2 and the entry', async () => {
  const text = await (await client.ask('GET', '/admin/v1/audit/export')).text()
  const file = join(dataDir, 'audit.jsonl')
  writeFileSync(file, text)
  expect(await verify(file)).toMatchObject({ code: 0, rows: [{ entries: 3, ok: true }] })
  writeFileSync(file, text.replace('Two', 'Twa'))
  const { code, rows, said } = await verify(file)
  expect({ code, rows }).toMatchObject({ code: 2, rows: [{ ok: false, firstBadEntry: 2 }] })
  expect(said).toContain('entry 2 is not what was written')
})

test('a trail that is gone altogether is missed by the checkpoints outside', async () => {
  await registry.store.pool.query(
    'alter table audit_entry disable trigger user; delete from audit_entry; delete from audit_head; delete from audit_checkpoint',
  )
  const { code, rows } = await verify('--database', registry.connectionString)
  expect({ code, rows }).toMatchObject({ code: 2, rows: [{ firstBadEntry: 1 }] })
})

test('each server keeps what any of them signs, once, also after a restart and a line cut off', async () => {
  const folders = [emptyFolder(), emptyFolder()] as const
  const servers = folders.map(keeper)
  const texts = () =>
    folders.map((folder) => readFileSync(join(folder, checkpointFileName), 'utf8'))
  for (const displayName of ['Four', 'Five']) {
    const other = await registry.newTenant()
    await other.ask('POST', '/admin/v1/roles', { displayName, permissions: ['devices.read'] })
    await registry.app.makeCheckpoints()
    for (const keep of servers) await keep()
  }
  const [one = '', two] = texts()
  expect(one.trimEnd().split('\n')).toHaveLength(2)
  expect(two).toBe(one)
  writeFileSync(join(folders[0], checkpointFileName), one.slice(0, -20))
  await keeper(folders[0])()
  const lines = texts().map((text) => text.trimEnd().split('\n'))
  expect(lines[0]?.toSpliced(-2, 1)).toEqual(lines[1])
})
