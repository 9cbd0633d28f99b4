/** Servers that share a database share its signing keys: made once, found by all, also after a change. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyRing } from '../../../src/identity-provider/core/key-ring.ts'
import { newSigningKey, publicPart } from '../../../src/identity-provider/core/signing-keys.ts'
import { signingKeysIn } from '../../../src/identity-provider/storage/signing-keys.ts'
import { wrapWith } from '../../../src/storage/secrets/key-encryption.ts'
import { backends } from '../../support/postgres.ts'
import {
  authorityOn,
  decode,
  post,
  startAuthority,
  type TestAuthority,
  tokenOf,
  wrap,
} from './support.ts'

describe.each(backends)('on $name', (backend) => {
  let first: TestAuthority
  let second: ReturnType<typeof authorityOn>
  beforeAll(async () => {
    first = await startAuthority({ backend })
    second = authorityOn(first.connectionString)
  })
  afterAll(async () => {
    await second.store.close()
    await first.close()
  })

  test('ten servers that start on an empty database agree on one key', async () => {
    const sets = await Promise.all(
      Array.from({ length: 10 }, () => signingKeysIn(first.store, wrap).load()),
    )
    expect(new Set(sets.map(({ active }) => active.kid)).size).toBe(1)
    expect(sets[0]?.published).toHaveLength(1)
    const { rows } = await first.store.pool.query('select key_id from signing_key')
    expect(rows).toHaveLength(1)
  })

  test("each accepts the other's tokens", async () => {
    const path = '/contoso.test/oauth2/v2.0/token'
    const ofFirst = await tokenOf(await first.ask())
    const ofSecond = await tokenOf(await post(second.app, path, first.form))
    expect(await second.bearer(`Bearer ${ofFirst}`)).toMatchObject({ ok: true })
    expect(await first.bearer(`Bearer ${ofSecond}`)).toMatchObject({ ok: true })
  })

  test('a new active key signs, and old tokens stay good while the old key is published', async () => {
    const old = await tokenOf(await first.ask())
    await makeActive(first)
    let elapsed = 0
    const keys = keyRing(signingKeysIn(first.store, wrap), () => elapsed)
    await keys.current()
    elapsed = 61_000
    const third = authorityOn(first.connectionString)
    const fresh = await tokenOf(
      await post(third.app, '/contoso.test/oauth2/v2.0/token', first.form),
    )
    expect(decode(fresh)[0]['kid']).not.toBe(decode(old)[0]['kid'])
    expect(await third.bearer(`Bearer ${old}`)).toMatchObject({ ok: true })
    expect((await keys.current()).active.kid).toBe(decode(fresh)[0]['kid'])
    await third.store.close()
  })

  test('private keys are readable under the key-encryption key only', async () => {
    const { rows } = await first.store.pool.query(
      'select wrapped_private_key, public_key from signing_key',
    )
    const { active } = await first.deps.keys.current()
    const stored = JSON.stringify(
      rows.map((row) => [row.wrapped_private_key.toString('latin1'), row.public_key]),
    )
    expect(stored).toContain(active.n)
    for (const secret of [active.d, active.p, active.q]) expect(stored).not.toContain(secret)
    const stranger = signingKeysIn(first.store, wrapWith(Buffer.alloc(32, 8)))
    await expect(stranger.load()).rejects.toThrow(/another key-encryption key/)
  })
})

async function makeActive({ store }: TestAuthority): Promise<void> {
  const key = await newSigningKey()
  await store.db.transaction().execute(async (transaction) => {
    await transaction.updateTable('signing_key').set({ state: 'published' }).execute()
    await transaction
      .insertInto('signing_key')
      .values({
        key_id: key.kid,
        state: 'active',
        public_key: JSON.stringify(publicPart(key)),
        wrapped_private_key: Buffer.from(
          wrap.wrap(Buffer.from(JSON.stringify(key)), `signing_key:${key.kid}`),
        ),
      })
      .execute()
  })
}
