/** Secrets shared by all servers on a database, each made once and encrypted with the key-encryption key. */
import { randomBytes } from 'node:crypto'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'

/** The secret of that name, 32 bytes; created by the first request. */
export async function installationSecret({ db }: Store, wrap: Wrap, name: string): Promise<Buffer> {
  const context = `installation_secret:${name}`
  await db
    .insertInto('installation_secret')
    .values({ name, wrapped: Buffer.from(wrap.wrap(randomBytes(32), context)) })
    .onConflict((on) => on.doNothing())
    .execute()
  const { wrapped } = await db
    .selectFrom('installation_secret')
    .select('wrapped')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return Buffer.from(wrap.unwrap(wrapped, context))
}
