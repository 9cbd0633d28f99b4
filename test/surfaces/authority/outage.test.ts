/** What cannot be written down does not happen, and is answered as an outage that passes: 503 with Retry-After. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSigners, type Signers, signIn } from './people.ts'
import { startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
let programs: Signers
beforeAll(async () => {
  authority = await startAuthority()
  programs = await addSigners(authority)
})
afterAll(() => authority.close())

async function withoutTrail<T>(work: () => Promise<T>): Promise<T> {
  const { pool } = authority.store
  await pool.query('alter table audit_entry rename to audit_entry_gone')
  try {
    return await work()
  } finally {
    await pool.query('alter table audit_entry_gone rename to audit_entry')
  }
}

test('a sign-in that the audit trail cannot take says to try again, on its page', async () => {
  const { arrival } = await withoutTrail(() => signIn(authority, programs.spa))
  expect(arrival.status).toBe(503)
  expect(arrival.headers.get('retry-after')).toBe('5')
  expect(arrival.html).toContain('AADSTS90033')
})
