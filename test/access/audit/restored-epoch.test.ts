/** What was used or ended after a backup does not come back with it: tokens, refresh tokens, one-time and recovery codes. */
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../../src/compose/app.ts'
import { fromBase32 } from '../../../src/identity-provider/core/factors/codes/base32.ts'
import {
  appSettings,
  codeAt,
  stepAt,
} from '../../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { restoreBackup } from '../../../src/storage/backup/restore-backup.ts'
import { writeBackup } from '../../../src/storage/backup/write-backup.ts'
import { wrapWith } from '../../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../../src/storage/sql/database.ts'
import { peopleOf } from '../../factors/registry-people.ts'
import { createDatabase, localBackend, type TestDatabase } from '../../support/postgres.ts'
import { type Client, json, openRegistry, origin } from '../../support/registry.ts'
import type { Registry } from '../route-requests.ts'

const wrap = wrapWith(Buffer.alloc(32, 7))
let registry: Registry
let database: TestDatabase
let restored: Registry
let owner: Client
let code: string

beforeAll(async () => {
  registry = await openRegistry(localBackend, { wrap })
  owner = await registry.newTenant()
  const people = await peopleOf(registry, owner)
  await people.add('ada', [])
  const ada = await people.signIn('ada')
  const begun = await json(ada.ask('POST', '/admin/v1/me/authenticator-apps'))
  const secret = fromBase32(begun.key)
  if (!secret.ok) throw new Error('there is no key')
  const step = stepAt(new Date(), appSettings)
  const codeOf = (later: number) => codeAt(secret.bytes, appSettings, step + later)
  const proof = { id: begun.id, code: codeOf(0) }
  expect((await ada.ask('POST', '/admin/v1/me/authenticator-apps/confirm', proof)).status).toBe(204)
  code = codeOf(1)

  const { connectionString } = registry
  const bytes = await Array.fromAsync(writeBackup({ connectionString, key: null }))
  const source = Readable.from([gzipSync(Buffer.concat(bytes))])
  // After the backup: the code is used.
  const entered = await people.enter('ada', code)
  expect(entered.html).not.toContain('didn’t work')
  database = await createDatabase(localBackend)
  await restoreBackup({ connectionString: database.connectionString, source })
  const store = openStore({ connectionString: database.connectionString })
  const app = await createApp({
    store,
    wrap,
    publicUrl: origin,
    onImport: () => undefined,
    report: () => undefined,
  })
  restored = { ...registry, app, store }
})
afterAll(async () => {
  await registry.close()
  await restored.store.close()
  await database.drop()
})

const askWith = (token: string, { app }: Registry) =>
  app.fetch(new Request(`${origin}/v1.0/groups`, { headers: { authorization: `Bearer ${token}` } }))

test('no earlier token is accepted after a restore', async () => {
  expect((await askWith(owner.token, registry)).status).toBe(200)
  expect((await askWith(owner.token, restored)).status).toBe(401)
})

test('nobody’s recovery codes, sessions or sign-ins are left, since some were used up', async () => {
  const { rows } = await restored.store.pool.query(
    `select (select count(*) from recovery_code_set) + (select count(*) from sign_in) +
       (select count(*) from protocol_state where kind in ('RefreshToken', 'Session', 'Grant')) as n`,
  )
  expect(Number(rows[0].n)).toBe(0)
})

test('a code that was used after the backup is used', async () => {
  const people = await peopleOf(restored, owner)
  const again = await people.enter('ada', code)
  expect(again.status).toBe(401)
})
