/** The devices of the seed, imported like any others; their receipts are not needed and are removed. */
import { createHash } from 'node:crypto'
import type { TenantId } from '../../core/ids.ts'
import { acceptImport } from '../../core/imports/accept-import.ts'
import { withUsersChecked } from '../../core/imports/checked-users.ts'
import { hashBytesOf } from '../../core/imports/hash-text.ts'
import type { ImportedDevice } from '../../core/imports/imported-device.ts'
import type { Grants } from './grants.ts'
import type { SeedDeps } from './seed-deps.ts'
import { SeedError } from './seed-file.ts'
import type { SeedTenant } from './seed-shape.ts'

/** A tenant, and what its seed has granted. */
type SeededTenant = { readonly tenantId: TenantId; readonly grants: Grants }

export async function ensureDevices(
  { devices: all, domain }: SeedTenant,
  { tenantId, grants }: SeededTenant,
  deps: SeedDeps,
): Promise<void> {
  const digests = all.map(({ hardwareHash }) => digestOf(hardwareHash))
  const fresh = new Set(grants.fresh('device', digests))
  const devices = all.filter((_, n) => fresh.has(digests[n] ?? ''))
  const submissions = await withUsersChecked(
    deps.assignedUsers,
    tenantId,
    devices.map((device) => ({
      importId: null,
      serialNumber: device.serialNumber ?? null,
      productKey: null,
      hardwareHash: hashBytesOf(device.hardwareHash),
      groupTag: device.groupTag ?? null,
      purchaseOrderIdentifier: null,
      assignedUserPrincipalName: device.assignedUserPrincipalName ?? null,
    })),
  )
  const accepted = await acceptImport(deps.imports, tenantId, submissions)
  if (accepted.length === 0) return
  await deps.decideAll()
  const refused: string[] = []
  for (const [index, { id }] of accepted.entries()) {
    const reason = refusalOf(await deps.imports.find(tenantId, id))
    if (reason !== undefined) refused.push(`devices.${index}: ${reason}`)
    await deps.imports.remove(tenantId, id)
  }
  if (refused.length > 0) {
    throw new SeedError(
      `Devices of the seed's tenant ${domain} were refused:\n  ${refused.join('\n  ')}`,
    )
  }
}

function digestOf(hardwareHash: string): string {
  return createHash('sha256').update(hardwareHash).digest('hex')
}

/** A device that is registered already is what the seed wants. */
function refusalOf(receipt: ImportedDevice | undefined): string | undefined {
  if (receipt === undefined || receipt.state.status !== 'error') return undefined
  const { refusal } = receipt.state
  return refusal === 'ZtdDeviceAlreadyAssigned' ? undefined : refusal
}
