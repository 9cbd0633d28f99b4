/**
 * Signing keys in the database, private parts wrapped.
 *
 * Creation is a race that the unique indexes settle: everyone may make a key, one insert stays, and all
 * read it back.
 */
import { type Kysely, sql } from 'kysely'
import type { Wrap } from '../../core/wrap.ts'
import type { Database } from '../../storage/sql/schema.ts'
import type { Store } from '../../storage/sql/store.ts'
import {
  type KeySet,
  newSigningKey,
  publicPart,
  type SigningKey,
  type SigningKeys,
} from '../core/signing-keys.ts'

export function signingKeysIn({ db, transaction }: Store, wrap: Wrap): SigningKeys {
  return {
    async load() {
      const stored = await read(db, wrap)
      if (stored !== undefined) return stored
      await insert(db, wrap, { key: await newSigningKey(), state: 'active' })
      const created = await read(db, wrap)
      if (created === undefined) throw new Error('the signing key that was just stored is gone')
      return created
    },
    addNext: (key) => insert(db, wrap, { key, state: 'next' }),
    activateNext: (seconds) =>
      transaction(async (unit) => {
        const next = await unit.db
          .selectFrom('signing_key')
          .select('key_id')
          .where('state', '=', 'next')
          .where('created_at', '<=', secondsAgo(seconds))
          .forUpdate()
          .executeTakeFirst()
        if (next === undefined) return false
        await unit.db
          .updateTable('signing_key')
          .set({ state: 'published', retired_at: sql<Date>`now()` })
          .where('state', '=', 'active')
          .execute()
        await unit.db
          .updateTable('signing_key')
          .set({ state: 'active' })
          .where('key_id', '=', next.key_id)
          .execute()
        return true
      }),
    async isActiveFor(seconds) {
      const row = await db
        .selectFrom('signing_key')
        .select('key_id')
        .where('state', '=', 'active')
        .where('created_at', '<=', secondsAgo(seconds))
        .executeTakeFirst()
      return row !== undefined
    },
    async withdrawRetired(seconds) {
      await db
        .deleteFrom('signing_key')
        .where('state', '=', 'published')
        .where('retired_at', '<=', secondsAgo(seconds))
        .execute()
    },
  }
}

function secondsAgo(seconds: number) {
  return sql<Date>`now() - make_interval(secs => ${seconds})`
}

async function read(db: Kysely<Database>, wrap: Wrap): Promise<KeySet | undefined> {
  const rows = await db
    .selectFrom('signing_key')
    .select(['key_id', 'state', 'public_key', 'wrapped_private_key'])
    .orderBy('created_at', 'desc')
    .execute()
  const active = rows.find(({ state }) => state === 'active')
  if (active === undefined) return undefined
  const plain = wrap.unwrap(active.wrapped_private_key, contextOf(active.key_id))
  return {
    active: JSON.parse(Buffer.from(plain).toString('utf8')) as SigningKey,
    published: rows.map(({ public_key }) => public_key),
  }
}

type NewKey = { readonly key: SigningKey; readonly state: 'active' | 'next' }

async function insert(db: Kysely<Database>, wrap: Wrap, { key, state }: NewKey): Promise<void> {
  await db
    .insertInto('signing_key')
    .values({
      key_id: key.kid,
      state,
      public_key: JSON.stringify(publicPart(key)),
      wrapped_private_key: Buffer.from(
        wrap.wrap(Buffer.from(JSON.stringify(key)), contextOf(key.kid)),
      ),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function contextOf(keyId: string): string {
  return `signing_key:${keyId}`
}
