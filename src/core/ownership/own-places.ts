/** In which of the caller's tenants a device is, or was. What others have is not looked at. */

import type { Caller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import { reaches } from '../access/tag-scope.ts'
import { currentScope } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { type Consents, permittedBy } from '../partners/consent.ts'
import type { Partners } from '../partners/partner.ts'
import type { Tenants } from '../tenants/tenant.ts'

export type PlaceState = 'registered' | 'reserved' | 'released' | 'transferred'

export type OwnPlace = {
  readonly tenantId: TenantId
  readonly serialNumber: string
  readonly state: PlaceState
  readonly id: DeviceId
  readonly groupTag: string | null
  readonly since: Date
  readonly until: Date | null
}

export type OwnPlaces = {
  /** Exactly these numbers; of customers, devices that the tenant added as their partner. */
  find(
    tenantId: TenantId,
    query: {
      readonly serialNumbers: readonly string[]
      readonly customerIds: readonly TenantId[]
    },
  ): Promise<readonly OwnPlace[]>
}

export type OwnPlacesDeps = {
  readonly ownPlaces: OwnPlaces
  readonly tenants: Pick<Tenants, 'find'>
  readonly partners: Pick<Partners, 'find'>
  readonly consents: Pick<Consents, 'ofPartner'>
  readonly access: Pick<Access, 'hasWhole'>
}

export type AskedTenant = {
  readonly tenantId: TenantId
  readonly displayName: string
  readonly seen: 'all' | 'group-tags' | 'own-batches'
}

export type OwnAnswer = {
  readonly tenants: readonly AskedTenant[]
  /** By serial number; one that nothing is known of is missing. */
  readonly places: ReadonlyMap<string, readonly OwnPlace[]>
}

/** Most serial numbers at once. */
export const maxAskedSerials = 1_000

export async function ownPlacesOf(
  deps: OwnPlacesDeps,
  caller: Caller,
  serialNumbers: readonly string[],
): Promise<OwnAnswer> {
  const { tenantId } = caller
  const own = await deps.tenants.find(tenantId)
  if (own === undefined) throw new DomainError('not-found', 'There is no such tenant.')
  const customers = await customersOf(deps, caller)
  const seen = currentScope().whole ? 'all' : 'group-tags'
  const tenants = [{ tenantId, displayName: own.displayName, seen } as const, ...customers]
  return await answered(deps, { tenantId, tenants, customers }, serialNumbers)
}

/** For a partner's people who may not read the devices of their own tenant. */
export async function customerPlacesOf(
  deps: OwnPlacesDeps,
  caller: Caller,
  serialNumbers: readonly string[],
): Promise<OwnAnswer> {
  const customers = await customersOf(deps, caller)
  const { tenantId } = caller
  return await answered(deps, { tenantId, tenants: customers, customers }, serialNumbers)
}

type Asked = {
  readonly tenantId: TenantId
  readonly tenants: readonly AskedTenant[]
  readonly customers: readonly AskedTenant[]
}

async function answered(
  { ownPlaces }: OwnPlacesDeps,
  { tenantId, tenants, customers }: Asked,
  serialNumbers: readonly string[],
): Promise<OwnAnswer> {
  const scope = currentScope()
  const found = await ownPlaces.find(tenantId, {
    serialNumbers: [...new Set(serialNumbers)],
    customerIds: customers.map((each) => each.tenantId),
  })
  const isAsked = new Set(tenants.map((each) => each.tenantId))
  const places = found.filter(
    (place) =>
      isAsked.has(place.tenantId) &&
      (place.tenantId !== tenantId || reaches(scope, place.groupTag)),
  )
  return { tenants, places: Map.groupBy(places, ({ serialNumber }) => serialNumber) }
}

/** A partner's people also administer what they added at its customers, while these allow it. */
async function customersOf(
  { access, partners, consents, tenants }: OwnPlacesDeps,
  caller: Caller,
): Promise<readonly AskedTenant[]> {
  const { tenantId } = caller
  const partner = await partners.find(tenantId)
  if (partner?.status !== 'active') return []
  if (!(await access.hasWhole(caller, 'partner-devices.read'))) return []
  const granted = (await consents.ofPartner(tenantId)).filter(
    ({ partnerId, scopes }) =>
      partnerId === tenantId && permittedBy(scopes).includes('partner-devices.read'),
  )
  const asked: AskedTenant[] = []
  for (const { customerId } of granted) {
    const customer = await tenants.find(customerId)
    if (customer !== undefined)
      asked.push({
        tenantId: customerId,
        displayName: customer.displayName,
        seen: 'own-batches',
      })
  }
  return asked
}

export function ownVerdictOf(places: readonly OwnPlace[]): 'locked' | 'released' | 'unknown' {
  const isLocked = places.some(({ state }) => state === 'registered' || state === 'reserved')
  if (isLocked) return 'locked'
  return places.length > 0 ? 'released' : 'unknown'
}
