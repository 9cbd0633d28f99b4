/**
 * What a contact has to know, read for all devices that come at about the same time: a statement costs a server more
 * than most of the cryptography of a proof.
 */
import type { Lookup } from '../../core/conflicts/match-hash.ts'
import type { ContactDeps } from '../../core/deployment/contact.ts'
import type { DeploymentPolicy } from '../../core/deployment/deployment-policy.ts'
import type { Device, Devices } from '../../core/devices/device.ts'
import type { DeviceRecord } from '../../core/identity/device-record.ts'
import type { Token } from '../../core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { Holder, Holders } from '../../core/imports/slice.ts'
import type { ProfilePlans } from '../../core/profiles/assignment-state.ts'
import type { Profiles } from '../../core/profiles/profile.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import { boundKeysIn } from '../deployment/bound-keys.ts'
import { findDevices } from '../devices/find-devices.ts'
import { batched, shared } from '../sql/batched.ts'
import type { Store } from '../sql/store.ts'

export type Reads = {
  readonly lookup: Lookup
  readonly tenants: Tenants
  readonly profiles: Profiles
  readonly plans: ProfilePlans
  readonly policies: { find(tenantId: TenantId): Promise<DeploymentPolicy> }
}

export type ContactReads = Pick<
  ContactDeps,
  'lookup' | 'devices' | 'tenants' | 'profiles' | 'plans' | 'policies'
>

export function contactReadsIn({ pool }: Pick<Store, 'pool'>, reads: Reads): ContactReads {
  const device = batched<Holder, Device | undefined>((holders) => findDevices(pool, holders))
  const tenant = shared(reads.tenants.find.bind(reads.tenants), (id) => id)
  const plan = shared(reads.plans.plan.bind(reads.plans), (id) => id)
  const policy = shared(reads.policies.find.bind(reads.policies), (id) => id)
  const profile = shared(
    ({ tenantId, id }: Named) => reads.profiles.find(tenantId, id),
    ({ tenantId, id }) => `${tenantId} ${id}`,
  )
  const assignments = shared(
    ({ tenantId, ids }: { tenantId: TenantId; ids: readonly string[] }) =>
      reads.profiles.assignments(tenantId, ids),
    ({ tenantId, ids }) => [tenantId, ...ids].join(' '),
  )
  return {
    lookup: batchedLookup(pool, reads.lookup),
    devices: { find: (tenantId, deviceId) => device({ tenantId, deviceId }) } satisfies Pick<
      Devices,
      'find'
    >,
    tenants: { find: tenant },
    plans: { plan, ties: batchedTies(reads.plans) },
    policies: { find: policy },
    profiles: {
      find: (tenantId, id) => profile({ tenantId, id }),
      assignments: (tenantId, ids) => assignments({ tenantId, ids }),
    },
  }
}

type Named = { readonly tenantId: TenantId; readonly id: string }

function batchedLookup(pool: Store['pool'], lookup: Lookup): ContactDeps['lookup'] {
  const boundKeysOf = boundKeysIn({ pool })
  const holdersOf = batched<readonly Token[], Holders>(async (asked) => {
    const found = await lookup.holdersOf([...new Set(asked.flat())])
    return asked.map((tokens) => ({
      holders: picked(found.holders, tokens),
      crowded: picked(found.crowded, tokens),
    }))
  })
  const byHolder = <Value>(
    find: (holders: readonly Holder[]) => Promise<ReadonlyMap<DeviceId, Value>>,
  ) =>
    batched<readonly Holder[], Map<DeviceId, Value>>(async (asked) => {
      const distinct = new Map(asked.flat().map((holder) => [holder.deviceId, holder]))
      const found = await find([...distinct.values()])
      return asked.map((holders) =>
        picked(
          found,
          holders.map(({ deviceId }) => deviceId),
        ),
      )
    })
  return {
    holdersOf,
    recordsOf: byHolder<DeviceRecord>(lookup.recordsOf),
    boundKeysOf: byHolder<readonly string[]>(boundKeysOf),
  }
}

/** The devices of one tenant and plan are asked for together. */
function batchedTies(plans: ProfilePlans): ProfilePlans['ties'] {
  type Asked = {
    readonly tenantId: TenantId
    readonly devices: readonly Device[]
    readonly groupIds: readonly string[]
  }
  type Ties = Awaited<ReturnType<ProfilePlans['ties']>>
  const ties = batched<Asked, Ties>(async (asked) => {
    const alike = Map.groupBy(asked, ({ tenantId, groupIds }) => [tenantId, ...groupIds].join(' '))
    const found = new Map<string, Ties>()
    for (const [name, all] of alike) {
      const [{ tenantId, groupIds }] = all as [Asked, ...Asked[]]
      const devices = new Map(all.flatMap((each) => each.devices).map((each) => [each.id, each]))
      found.set(name, await plans.ties(tenantId, [...devices.values()], groupIds))
    }
    return asked.map(
      ({ tenantId, groupIds }) => found.get([tenantId, ...groupIds].join(' ')) ?? new Map(),
    )
  })
  return (tenantId, devices, groupIds) => ties({ tenantId, devices, groupIds })
}

function picked<Key, Value>(from: ReadonlyMap<Key, Value>, keys: readonly Key[]): Map<Key, Value> {
  return new Map(
    keys.flatMap((key) => {
      const value = from.get(key)
      return value === undefined ? [] : [[key, value] as const]
    }),
  )
}
