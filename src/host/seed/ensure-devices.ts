/**
 * The devices of the seed, imported like any others. Their receipts are not needed and are removed; those of a start that
 * was killed before that are found by the name that all of them have.
 */
import { createHash } from 'node:crypto'
import type { TenantId } from '../../core/ids.ts'
import { acceptImport, maxImportRows } from '../../core/imports/accept-import.ts'
import { withUsersChecked } from '../../core/imports/checked-users.ts'
import { hashBytesOf } from '../../core/imports/hash-text.ts'
import type { ImportedDevice, Submission } from '../../core/imports/imported-device.ts'
import type { Grants } from './grants.ts'
import type { SeedDeps } from './seed-deps.ts'
import { SeedError } from './seed-file.ts'
import type { SeedTenant } from './seed-shape.ts'

/** A tenant, and what its seed has granted. */
type SeededTenant = { readonly tenantId: TenantId; readonly grants: Grants }

/** The `importId` of every receipt. */
const ofSeeds = 'taxiway-seed'

/** Receipts that are read at once. */
const pageSize = 1_000

export async function ensureDevices(
  { devices: all, domain }: SeedTenant,
  { tenantId, grants }: SeededTenant,
  deps: SeedDeps,
): Promise<void> {
  const digests = all.map(({ hardwareHash }) => digestOf(hardwareHash))
  const fresh = new Set(grants.fresh('device', digests))
  const places = [...all.keys()].filter((place) => fresh.has(digests[place] ?? ''))
  if (places.length === 0) return
  const submissions = await withUsersChecked(
    deps.assignedUsers,
    tenantId,
    places.map((place) => submissionOf(all[place])),
  )
  // What was not decided yet is withdrawn: it is submitted again now.
  await deps.imports.removeAll(tenantId, ofSeeds)
  const accepted: ImportedDevice[] = []
  for (let from = 0; from < submissions.length; from += maxImportRows) {
    const some = submissions.slice(from, from + maxImportRows)
    accepted.push(...(await acceptImport(deps.imports, tenantId, some)))
  }
  await deps.decideAll()
  const refusals = await refusalsOf(deps, tenantId)
  const refused = accepted.flatMap(({ id }, index) => {
    const reason = refusals.get(id)
    return reason === undefined ? [] : [`devices.${places[index]}: ${reason}`]
  })
  await deps.imports.removeAll(tenantId, ofSeeds)
  if (refused.length > 0) {
    throw new SeedError(
      `Devices of the seed's tenant ${domain} were refused:\n  ${refused.join('\n  ')}`,
    )
  }
}

function submissionOf(device: SeedTenant['devices'][number] | undefined): Submission {
  return {
    importId: ofSeeds,
    serialNumber: device?.serialNumber ?? null,
    productKey: null,
    hardwareHash: hashBytesOf(device?.hardwareHash ?? ''),
    groupTag: device?.groupTag ?? null,
    purchaseOrderIdentifier: null,
    assignedUserPrincipalName: device?.assignedUserPrincipalName ?? null,
  }
}

/** By the ids of receipts. */
async function refusalsOf(
  { imports }: SeedDeps,
  tenantId: TenantId,
): Promise<ReadonlyMap<string, string>> {
  const filter = { kind: 'compare', field: 'importId', op: 'eq', value: ofSeeds } as const
  const refusals = new Map<string, string>()
  let after: string | undefined
  do {
    const page = { limit: pageSize, ...(after !== undefined && { after }) }
    const { rows, next } = await imports.list(tenantId, { filter, page })
    for (const receipt of rows) {
      const reason = refusalOf(receipt)
      if (reason !== undefined) refusals.set(receipt.id, reason)
    }
    after = next
  } while (after !== undefined)
  return refusals
}

function digestOf(hardwareHash: string): string {
  return createHash('sha256').update(hardwareHash).digest('hex')
}

/** A device that is registered already is what the seed wants. */
function refusalOf({ state }: ImportedDevice): string | undefined {
  if (state.status !== 'error') return undefined
  const { refusal } = state
  return refusal === 'ZtdDeviceAlreadyAssigned' ? undefined : refusal
}
