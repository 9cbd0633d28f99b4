/** The whole server without a port: real database, real authority, requests asked in process. */
import { randomBytes } from 'node:crypto'
import { createApp } from '../../src/compose/app.ts'
import type { AppOptions } from '../../src/compose/app-options.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { cloneDatabase, localBackend } from './postgres.ts'
import { type Client, clientsOf, origin } from './registry-clients.ts'

export { type Client, origin }

export async function openRegistry(backend = localBackend, options: Partial<AppOptions> = {}) {
  const database = await cloneDatabase(backend, migrate)
  const store = openStore({ connectionString: database.connectionString })
  const failures: unknown[] = []
  const app = await createApp({
    store,
    wrap: wrapWith(randomBytes(32)),
    publicUrl: origin,
    onImport: () => undefined,
    report: (error) => failures.push(error),
    ...options,
  })

  return {
    app,
    store,
    connectionString: database.connectionString,
    /** What the server reported as its own failures; empty unless a test provokes one. */
    failures,
    ...clientsOf(app, store),
    async decideAll() {
      while (await app.decideNext());
    },
    /** Forgets every device and import of every tenant, so that the fixtures are free again. */
    async freeDevices() {
      await store.pool.query(
        'truncate device, deleted_device, device_identity, identity_token, identity_conflict, device_hash, hardware_hash, import_row, import_work',
      )
    },
    drop: () => database.drop(),
    async close() {
      await store.close()
      await database.drop()
    },
  }
}

/** Parsed JSON whose shape the test itself checks. */
// biome-ignore lint/suspicious/noExplicitAny: the assertions are the type.
export type Json = any

export async function json(response: Response | Promise<Response>): Promise<Json> {
  return (await response).json()
}
