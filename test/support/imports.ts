/** Imports on a store, without a server: tenants, rows in, decisions made, verdicts out. */

import { tokensUnder } from '../../src/core/identity/tokens.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { acceptImport } from '../../src/core/imports/accept-import.ts'
import { type DecideOptions, decideNextSlice } from '../../src/core/imports/decide-slice.ts'
import {
  emptyRow,
  type ImportedDevice,
  type Submission,
} from '../../src/core/imports/imported-device.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { importQueueIn } from '../../src/storage/imports/import-queue.ts'
import { importedDevicesIn } from '../../src/storage/imports/imports.ts'
import type { RecentHashes } from '../../src/storage/imports/recent-hashes.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import type { Store } from '../../src/storage/sql/store.ts'
import { tenantsIn } from '../../src/storage/tenants/tenants.ts'
import { defaultDenyList } from './deny-list.ts'

export const wrap = wrapWith(Buffer.alloc(32, 1))
export const examiner = { tokens: tokensUnder(Buffer.alloc(32, 7)), denyList: defaultDenyList }

const decideOptions: DecideOptions = {
  tokens: examiner.tokens,
  denyList: () => Promise.resolve(defaultDenyList),
}

/** `recent`: absent, what was accepted is read again, as another server does. */
export function importsOn(store: Store, recent?: RecentHashes) {
  const imports = () => importedDevicesIn(store, wrap, recent)
  const accept = (tenantId: TenantId, rows: readonly Submission[]) =>
    acceptImport(imports(), tenantId, rows)
  const decideNext = (options: Partial<DecideOptions> = {}) =>
    decideNextSlice(importQueueIn(store, wrap, recent), { ...decideOptions, ...options })

  async function newTenant(): Promise<TenantId> {
    const id = newUuid() as TenantId
    await tenantsIn(store).ensure({ id, displayName: 'Contoso', domains: [`${id}.test`] })
    return id
  }

  async function decideAll(): Promise<void> {
    while (await decideNext());
  }

  const receiptsOf = (tenantId: TenantId, accepted: readonly ImportedDevice[]) =>
    Promise.all(accepted.map(({ id }) => imports().find(tenantId, id)))

  /** The receipts of `rows` after all are decided, in their order. */
  async function importAll(tenantId: TenantId, rows: readonly Submission[]) {
    const accepted = await accept(tenantId, rows)
    await decideAll()
    return receiptsOf(tenantId, accepted)
  }

  async function importOne(tenantId: TenantId, bytes: Uint8Array, groupTag: string | null = null) {
    const [receipt] = await importAll(tenantId, [{ ...emptyRow, hardwareHash: bytes, groupTag }])
    const id = receipt?.id ?? ''
    return { id, state: async () => (await imports().find(tenantId, id))?.state }
  }

  return { imports, newTenant, accept, decideNext, decideAll, receiptsOf, importAll, importOne }
}

/** `complete`, `undecided`, or the name of what refused the row. */
export function verdicts(rows: readonly (ImportedDevice | undefined)[]) {
  return rows.map((row) => (row?.state.status === 'error' ? row.state.refusal : row?.state.status))
}
