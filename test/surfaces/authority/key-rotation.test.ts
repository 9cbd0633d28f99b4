/** Signing keys change without anybody noticing: a new one is known before it signs, an old one until its tokens end. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  advanceSigningKeys,
  rotateSigningKey,
} from '../../../src/identity-provider/core/signing-keys.ts'
import { signingKeysIn } from '../../../src/identity-provider/storage/signing-keys.ts'
import {
  authorityOn,
  decode,
  post,
  publicUrl,
  startAuthority,
  type TestAuthority,
  tokenOf,
  wrap,
} from './support.ts'

let authority: TestAuthority
beforeAll(async () => {
  authority = await startAuthority()
})
afterAll(() => authority.close())

const keys = () => signingKeysIn(authority.store, wrap)

/** A server that has just started and knows what the database knows. */
async function fresh<T>(work: (server: ReturnType<typeof authorityOn>) => Promise<T>): Promise<T> {
  const server = authorityOn(authority.connectionString)
  try {
    return await work(server)
  } finally {
    await server.store.close()
  }
}

async function newToken(): Promise<string> {
  return fresh(async ({ app }) =>
    tokenOf(await post(app, `/${authority.tenantId}/oauth2/v2.0/token`, authority.form)),
  )
}

async function published(): Promise<readonly string[]> {
  return fresh(async ({ app }) => {
    const answer = await app.request(`${publicUrl}/${authority.tenantId}/discovery/v2.0/keys`)
    const { keys: set } = (await answer.json()) as { keys: { kid: string }[] }
    return set.map(({ kid }) => kid)
  })
}

function aged(column: 'created_at' | 'retired_at', state: string): Promise<unknown> {
  return authority.store.pool.query(
    `update signing_key set ${column} = now() - interval '1 day' where state = $1`,
    [state],
  )
}

test('a new key is published first, signs after minutes, and the old one stays as long as its tokens', async () => {
  const before = await newToken()
  const oldKid = String(decode(before)[0]['kid'])
  await rotateSigningKey(keys())
  await rotateSigningKey(keys())
  expect(await published()).toHaveLength(2)
  await advanceSigningKeys(keys())
  expect(decode(await newToken())[0]['kid']).toBe(oldKid)

  await aged('created_at', 'next')
  await advanceSigningKeys(keys())
  const after = await newToken()
  expect(decode(after)[0]['kid']).not.toBe(oldKid)
  for (const token of [before, after])
    expect(await fresh(({ bearer }) => bearer(`Bearer ${token}`))).toMatchObject({ ok: true })

  await aged('retired_at', 'published')
  await advanceSigningKeys(keys())
  expect(await published()).toEqual([decode(after)[0]['kid']])
  expect(await fresh(({ bearer }) => bearer(`Bearer ${before}`))).toMatchObject({
    ok: false,
    reason: 'unknown-key',
  })
})

test('after a leak the new key signs at once, and the old one is worth nothing', async () => {
  const before = await newToken()
  await rotateSigningKey(keys(), true)
  expect(decode(await newToken())[0]['kid']).not.toBe(decode(before)[0]['kid'])
  expect(await fresh(({ bearer }) => bearer(`Bearer ${before}`))).toMatchObject({ ok: false })
})

test('servers that rotate at once agree on one key', async () => {
  await Promise.all(Array.from({ length: 8 }, () => rotateSigningKey(keys(), true)))
  const { rows } = await authority.store.pool.query(
    "select count(*)::int as active from signing_key where state = 'active'",
  )
  expect(rows).toEqual([{ active: 1 }])
})
