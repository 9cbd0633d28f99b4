/** A registry on a PostgreSQL of its own, for measurements: real storage, no HTTP. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FleetMix, makeDevice } from 'taxiway-hardware-hash'
import { tokensUnder } from '../src/core/identity/tokens.ts'
import type { TenantId } from '../src/core/ids.ts'
import { acceptImport } from '../src/core/imports/accept-import.ts'
import { decideNextSlice } from '../src/core/imports/decide-slice.ts'
import { examinerAhead } from '../src/core/imports/examine-ahead.ts'
import { emptyRow, type Submission } from '../src/core/imports/imported-device.ts'
import { newUuid } from '../src/core/uuid.ts'
import { startLocalPostgres } from '../src/host/local-postgres/start-local-postgres.ts'
import { importQueueIn } from '../src/storage/imports/import-queue.ts'
import { importedDevicesIn } from '../src/storage/imports/imports.ts'
import { recentHashes } from '../src/storage/imports/recent-hashes.ts'
import { installationSecret } from '../src/storage/secrets/installation-secrets.ts'
import { keyEncryptionKeys, wrapWith } from '../src/storage/secrets/key-encryption.ts'
import { openStore } from '../src/storage/sql/database.ts'
import { migrate } from '../src/storage/sql/migrate.ts'
import { tenantsIn } from '../src/storage/tenants/tenants.ts'
import { defaultDenyList } from '../test/support/deny-list.ts'

export const laptops: FleetMix = { lenovo: 1, hp: 1, dell: 1 }

/** Of a server on the registry in `folder`: its certificates and keys. */
export const serverFolder = (folder: string) => join(folder, 'server')

const denyList = () => Promise.resolve(defaultDenyList)

export async function openBenchRegistry() {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-bench-'))
  const postgres = await startLocalPostgres({ dataDir: folder })
  await migrate(postgres.connectionString)
  const store = openStore({ connectionString: postgres.connectionString })
  const tenantId = newUuid() as TenantId
  await tenantsIn(store).ensure({ id: tenantId, displayName: 'Bench', domains: ['bench.test'] })
  // Those of a server that is started on it, which reads and compares what is written here.
  const dataFolder = serverFolder(folder)
  const wrap = wrapWith(...(await keyEncryptionKeys({ dataFolder })))
  const tokens = tokensUnder(await installationSecret(store, wrap, 'identity-tokens'))
  const recent = recentHashes()
  recent.onKept(examinerAhead(async () => ({ tokens, denyList: defaultDenyList })))
  const imports = importedDevicesIn(store, wrap, recent)
  const queue = importQueueIn(store, wrap, recent)

  return {
    store,
    tenantId,
    wrap,
    tokens,
    connectionString: postgres.connectionString,
    folder,
    /** Stores the rows and decides them; how many were not registered. */
    async import(rows: readonly Submission[]): Promise<void> {
      await acceptImport(imports, tenantId, rows)
      await this.decideAll()
    },
    accept: (rows: readonly Submission[]) => acceptImport(imports, tenantId, rows),
    async decideAll(): Promise<void> {
      while (await decideNextSlice(queue, { tokens, denyList }));
    },
    /** Ends as soon as so many rows have their verdicts. */
    async decide(rows: number): Promise<void> {
      let left = rows
      const onDecided = (decisions: readonly unknown[]) => {
        left -= decisions.length
      }
      while (left > 0) await decideNextSlice(queue, { tokens, denyList, onDecided })
    },
    async close(): Promise<void> {
      await store.close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Rows `from` … of a fleet, as an import submits them. */
export function submissions(seed: string, from: number, count: number): Submission[] {
  return Array.from({ length: count }, (_, n) => {
    const { bytes } = makeDevice({ seed, count: from + count, mix: laptops }, from + n).hash()
    return { ...emptyRow, hardwareHash: bytes }
  })
}

/** A row of nothing but a hash, given in base64. */
export function submissionOf(hardwareHash: string): Submission {
  return { ...emptyRow, hardwareHash: Buffer.from(hardwareHash, 'base64') }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
