/** The chain of audit entries as PostgreSQL makes it is the one that verification walks. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEntry } from '../../../src/core/audit/audit.ts'
import { chainWalk } from '../../../src/core/audit/chain.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { appendAudit } from '../../../src/storage/audit/append-audit.ts'
import { auditRecords } from '../../../src/storage/audit/read-records.ts'
import { type OpenStore, openStore } from '../../../src/storage/sql/database.ts'
import { migrate } from '../../../src/storage/sql/migrate.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let store: OpenStore

beforeAll(async () => {
  database = await cloneDatabase(localBackend, migrate)
  store = openStore({ connectionString: database.connectionString })
})

afterAll(async () => {
  await store.close()
  await database.drop()
})

function entry(name: string): AuditEntry {
  return {
    category: 'Device',
    activity: 'Patch WindowsAutopilotDeviceIdentity',
    operation: 'Patch',
    result: 'Success',
    actor: { kind: 'system', job: 'test' },
    correlationId: newUuid(),
    resources: [{ type: 'WindowsAutopilotDeviceIdentity', id: newUuid(), name }],
  }
}

async function walk(tenantId: string) {
  const chain = chainWalk(tenantId)
  for await (const record of auditRecords(store.pool, tenantId)) {
    const fault = chain.judge(record)
    if (fault !== undefined) return fault
  }
  return chain.end
}

test('entries of any text follow one another', async () => {
  const tenantId = newUuid()
  const names = ['plain', 'a "quoted" \\ name', 'ünï \u{1f600} \u2028', 'NUL \0 and \ud800', '']
  await store.transaction(({ client }) => appendAudit(client, tenantId, names.map(entry)))
  expect(await walk(tenantId)).toMatchObject({ seq: names.length })
})

test('writers that meet take turns, and no number is used twice', async () => {
  const tenantId = newUuid()
  const writer = () =>
    store.transaction(({ client }) => appendAudit(client, tenantId, [entry('a'), entry('b')]))
  await Promise.all(Array.from({ length: 20 }, writer))
  expect(await walk(tenantId)).toMatchObject({ seq: 40 })
})

test('what is rolled back leaves no gap', async () => {
  const tenantId = newUuid()
  const lost = store.transaction(async ({ client }) => {
    await appendAudit(client, tenantId, [entry('lost')])
    throw new Error('no')
  })
  await expect(lost).rejects.toThrow('no')
  await store.transaction(({ client }) => appendAudit(client, tenantId, [entry('kept')]))
  expect(await walk(tenantId)).toMatchObject({ seq: 1 })
})

test('a trail that takes no entry makes the change unavailable', async () => {
  const tenantId = newUuid()
  await store.pool.query('alter table audit_entry rename to audit_entry_gone')
  try {
    const change = store.transaction(({ client }) => appendAudit(client, tenantId, [entry('a')]))
    await expect(change).rejects.toMatchObject({ code: 'unavailable' })
  } finally {
    await store.pool.query('alter table audit_entry_gone rename to audit_entry')
  }
})

test('entries are neither changed nor deleted by accident', async () => {
  const tenantId = newUuid()
  await store.transaction(({ client }) => appendAudit(client, tenantId, [entry('a')]))
  await expect(store.pool.query('delete from audit_entry')).rejects.toThrow(/stay as they are/)
  await expect(store.pool.query('update audit_entry set at = now()')).rejects.toThrow(/stay/)
})
