/** Every way in which somebody with stolen tokens takes devices from an organization, a few or many at a time. */
import { ids } from '../partners/partner-world.ts'
import type { Json } from '../support/registry.ts'

export type StolenDevice = {
  readonly id: string
  readonly serial: string
  readonly channel: string
}

export type Deed = {
  /** For the count of answers. */
  readonly door: string
  readonly who: 'admin' | 'partner' | 'oem'
  readonly method: string
  readonly path: string
  readonly body?: unknown
  /** What follows from an answer that was not a refusal. */
  readonly next?: (answer: Json) => Pick<Deed, 'path' | 'body'>
}

const graph = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

type Make = (some: readonly StolenDevice[]) => Omit<Deed, 'door' | 'who' | 'method'>
type Door = {
  readonly name: string
  readonly who: Deed['who']
  readonly method: string
  /** Devices in one request. */
  readonly sizes: readonly number[]
  readonly make: Make
}

const idsOf = (some: readonly StolenDevice[]) => some.map(({ id }) => id)
const first = (some: readonly StolenDevice[]) => some[0]?.id ?? ''

const ofAdmin: readonly Omit<Door, 'who' | 'method'>[] = [
  {
    name: 'batch',
    sizes: [20],
    make: (some) => ({
      path: '/v1.0/$batch',
      body: {
        requests: some.map(({ id }, n) => ({
          id: String(n),
          method: 'DELETE',
          url: `/deviceManagement/windowsAutopilotDeviceIdentities/${id}`,
        })),
      },
    }),
  },
  {
    name: 'deleteDevices',
    sizes: [1, 50],
    make: (some) => ({
      path: `${graph}/deleteDevices`,
      body: { serialNumbers: some.map(({ serial }) => serial) },
    }),
  },
  {
    name: 'job',
    sizes: [1, 200],
    make: (some) => ({
      path: '/admin/v1/jobs',
      body: { kind: 'delete-devices', selection: { ids: idsOf(some) } },
    }),
  },
  {
    name: 'users by job',
    sizes: [1, 100],
    make: (some) => ({
      path: '/admin/v1/jobs',
      body: {
        kind: 'update-devices',
        selection: { ids: idsOf(some) },
        change: { userPrincipalName: { clear: true } },
      },
    }),
  },
  {
    name: 'users',
    sizes: [1],
    make: (some) => ({ path: `${graph}/${first(some)}/unassignUserFromDevice`, body: {} }),
  },
  {
    name: 'release',
    sizes: [1, 10],
    make: (some) => ({ path: '/admin/v1/releases', body: { ids: idsOf(some) } }),
  },
  {
    name: 'transfer',
    sizes: [1, 10],
    make: (some) => ({ path: '/admin/v1/transfers', body: { deviceIds: idsOf(some) } }),
  },
  {
    name: 'plan',
    sizes: [1, 40],
    make: (some) => ({
      path: '/admin/v1/removal-plans',
      body: { select: { ids: idsOf(some) } },
      next: ({ id }) => ({ path: `/admin/v1/removal-plans/${id}/run`, body: {} }),
    }),
  },
]

const all: readonly Door[] = [
  ...ofAdmin.map((each) => ({ ...each, who: 'admin' as const, method: 'POST' })),
  {
    name: 'delete',
    who: 'admin',
    method: 'DELETE',
    sizes: [1],
    make: (some) => ({ path: `${graph}/${first(some)}` }),
  },
]

const ofPartner: Door = {
  name: 'partner',
  who: 'partner',
  method: 'DELETE',
  sizes: [1],
  make: (some) => ({
    path: `/v1/customers/${ids.customerId}/deviceBatches/stock/devices/${first(some)}`,
  }),
}

/** Named without a tenant: that deregisters them. */
const ofMaker: Door = {
  name: 'maker',
  who: 'oem',
  method: 'POST',
  sizes: [1, 100],
  make: (some) => ({
    path: '/oem/v1/devices',
    body: {
      devices: some.map(({ serial }) => ({
        tenantId: '',
        tenantDomain: '',
        manufacturer: 'ACME',
        model: 'Rocket',
        serialNumber: serial,
      })),
    },
  }),
}

/** The device that came back is registered in place of the old one, whose board is free from then on. */
export function repairDoor(cases: readonly string[]): readonly Deed[] {
  return cases.map((id) => ({
    door: 'repair',
    who: 'admin',
    method: 'POST',
    body: {},
    path: `/admin/v1/repair-cases/${id}/reregister`,
  }))
}

/** A device that is wiped, retired or no longer managed is lost to the person who works with it. */
function managementDoors(managed: readonly string[]): readonly Deed[] {
  const path = '/v1.0/deviceManagement/managedDevices'
  const makes: readonly ((id: string) => Omit<Deed, 'who'>)[] = [
    (id) => ({ door: 'wipe', method: 'POST', path: `${path}/${id}/wipe`, body: {} }),
    (id) => ({ door: 'retire', method: 'POST', path: `${path}/${id}/retire` }),
    (id) => ({ door: 'managed', method: 'DELETE', path: `${path}/${id}` }),
  ]
  return managed.map((id, n) => ({
    who: 'admin',
    ...(makes[n % makes.length] as (typeof makes)[0])(id),
  }))
}

/** Each device goes through one door of the administrator, and those of partner and maker through theirs too; mixed. */
export function doors(
  devices: readonly StolenDevice[],
  managed: readonly string[] = [],
): readonly Deed[] {
  const piles = all.map((_, n) => devices.filter((__, at) => at % all.length === n))
  const own = all.flatMap((door, n) => deedsOf(door, piles[n] ?? []))
  const others = [
    ...deedsOf(
      ofPartner,
      devices.filter(({ channel }) => channel === 'partnerCenter'),
    ),
    ...deedsOf(
      ofMaker,
      devices.filter(({ channel }) => channel === 'oemDirect'),
    ),
  ]
  return shuffled([...own, ...others, ...managementDoors(managed)])
}

function deedsOf({ name, who, method, sizes, make }: Door, devices: readonly StolenDevice[]) {
  return sizes.flatMap((size, n) => {
    const share = devices.filter((_, at) => at % sizes.length === n)
    return chunks(share, size).map((some): Deed => ({ door: name, who, method, ...make(some) }))
  })
}

export function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
    all.slice(n * size, (n + 1) * size),
  )
}

/** Always in the same order, in which no door comes first. */
function shuffled(deeds: readonly Deed[]): readonly Deed[] {
  const keyed = deeds.map((deed, n) => ({ deed, at: (n * 7_919) % 10_007 }))
  return keyed.toSorted((a, b) => a.at - b.at).map(({ deed }) => deed)
}
