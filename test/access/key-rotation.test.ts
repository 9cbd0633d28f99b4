/** The key-encryption key changes, everything that it protects stays readable, and no column is forgotten. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Wrap } from '../../src/core/wrap.ts'
import { keyHead, wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { rewrapAll } from '../../src/storage/secrets/rewrap.ts'
import { wrappedColumns } from '../../src/storage/secrets/wrapped-columns.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Client, openRegistry } from '../support/registry.ts'
import { taxiway } from '../support/taxiway-command.ts'

const oldKey = randomBytes(32)
const newKey = randomBytes(32)
let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client

/** Columns of bytes that hold digests and what is public. */
const notSecret = [
  'application_certificate.der',
  'application_certificate.thumbprint',
  'application_secret.digest',
  'attempt.subject_digest',
  'audit_checkpoint.hash',
  'audit_checkpoint.signature',
  'audit_entry.hash',
  'audit_entry.subjects',
  'audit_head.hash',
  'oath_token_hardware.hardware_digest',
  'managed_enrollment.last_digest',
  'managed_enrollment.opening_digest',
  'ownership_check.key_digest',
  'passkey.credential_id',
  'passkey.public_key',
  'passkey_credential.credential_digest',
  'protocol_state.grant_digest',
  'sign_in.grant_digest',
  'sign_in.session_digest',
  'protocol_state.id_digest',
  'protocol_state.session_digest',
  'protocol_state.user_code_digest',
  'recovery_code_set.digests',
  'release_certificate.chain',
  'transfer.code_digest',
  'intake_code.code_digest',
  // Digests of public keys and of tokens, and ids of challenges that are over.
  'claim_token.token_digest',
  'deployment_session.session_digest',
  'dispute.key_digest',
  'device_key.digest',
  'enrollment_token.token_digest',
  // Certificates, which are public.
  'device_authority.certificate',
  'device_certificate.der',
  'device_certificate.fingerprint',
  'kept_answer.key_digest',
  'spent_challenge.challenge_id',
]

beforeAll(async () => {
  registry = await openRegistry(undefined, { wrap: wrapWith(oldKey) })
  client = await registry.newTenant()
  await client.ask('POST', '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities', {
    hardwareIdentifier: hashFixture(1).hardwareHash,
  })
  await registry.decideAll()
})

afterAll(() => registry.close())

test('every column of bytes is known to be wrapped, or known to need no wrapping', async () => {
  const { rows } = await registry.store.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and (udt_name = 'bytea' or udt_name = '_bytea') order by 1`,
  )
  const wrapped = wrappedColumns.map(({ table, column }) => `${table}.${column}`)
  expect(rows.map(({ name }) => name)).toEqual([...wrapped, ...notSecret].toSorted())
})

test('a rotation leaves nothing under the old key, and everything readable under the new one', async () => {
  const { pool } = registry.store
  const plain = await everything(wrapWith(oldKey))
  expect(plain.length).toBeGreaterThan(4)
  expect(await rewrapAll(pool, [newKey, oldKey])).toBe(plain.length)
  expect(await everything(wrapWith(newKey))).toEqual(plain)
  expect(await rewrapAll(pool, [newKey, oldKey])).toBe(0)
})

test('a server that knows both keys reads before, during and after', () => {
  const both = wrapWith(oldKey, newKey)
  const wrapped = wrapWith(newKey).wrap(Buffer.from('secret'), 'context')
  expect(Buffer.from(both.unwrap(wrapped, 'context')).toString()).toBe('secret')
  expect(Buffer.from(both.wrap(Buffer.from('x'), 'c')).subarray(0, 9)).toEqual(keyHead(oldKey))
  expect(() => wrapWith(oldKey).unwrap(wrapped, 'context')).toThrow(/another key-encryption key/)
})

test('the command makes a new key in the folder and wraps everything with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-keys-'))
  const file = join(folder, 'key-encryption.key')
  writeFileSync(file, `${newKey.toString('base64')}\n`)
  const place = ['--data-dir', folder, '--database', registry.connectionString]
  const run = await taxiway(['keys', 'rotate', '--json', ...place])
  expect(run).toMatchObject({ code: 0 })
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  expect(lines).toHaveLength(1)
  const third = Buffer.from(lines[0] ?? '', 'base64')
  expect(third).not.toEqual(newKey)
  expect((await everything(wrapWith(third))).length).toBe(JSON.parse(run.stdout).rewrapped)
})

/** The plain text of all that is wrapped, in a fixed order. */
async function everything(wrap: Wrap): Promise<readonly string[]> {
  const found: string[] = []
  for (const { table, column, context } of wrappedColumns) {
    const { rows } = await registry.store.pool.query(
      `select ${column} as wrapped, ${context} as context from ${table} where ${column} is not null order by 2`,
    )
    for (const row of rows)
      found.push(Buffer.from(wrap.unwrap(row.wrapped, row.context)).toString('base64'))
  }
  return found
}
