/** The device list, one of its rows, and its counts per value. */
import type { z } from 'zod'
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import { deviceNotFound } from '../../../core/devices/device.ts'
import type { DeviceList, ListedDevice } from '../../../core/devices/device-list.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { assignmentStates, type ProfilePlans } from '../../../core/profiles/assignment-state.ts'
import type { Profiles } from '../../../core/profiles/profile.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  deviceListAnswer,
  deviceListQuery,
  facetAnswer,
  facetQuery,
  listedDeviceAnswer,
} from './device-list-contract.ts'
import { presentListedDevice } from './present-device.ts'
import { wantedDevices, wantedOrder } from './wanted-devices.ts'

export type DeviceListDeps = {
  readonly access: Access
  readonly list: DeviceList
  readonly plans: ProfilePlans
  readonly profiles: Pick<Profiles, 'list'>
  readonly now: () => Date
  /** How long a chosen profile is pending in the tenant, in seconds. */
  readonly duration: (tenantId: TenantId) => Promise<number>
}

const route = routesWith<DeviceListDeps>()

export const deviceListRoutes: readonly Route<DeviceListDeps>[] = [
  route({
    method: 'GET',
    path: '/devices',
    permission: 'devices.read',
    summary: 'Registered devices, searched, filtered and ordered; each with its profile.',
    query: deviceListQuery,
    answer: deviceListAnswer,
    handle: async ({ ports, caller, query }) => {
      const filter = await wantedDevices(ports.plans, caller.tenantId, query)
      const { rows, total } = await ports.list.page(caller.tenantId, {
        ...(filter && { filter }),
        order: wantedOrder(query.sort),
        page: { limit: query.top, skip: query.skip },
        count: query.count === 'true',
      })
      return {
        value: await presented(ports, caller, rows),
        ...(total !== undefined && { count: total }),
        asOf: ports.now().toISOString(),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/devices/facets',
    permission: 'devices.read',
    summary: 'How many of the devices have each value, the most frequent first.',
    query: facetQuery,
    answer: facetAnswer,
    handle: async ({ ports, caller, query: { by, top, ...wanted } }) => {
      const filter = await wantedDevices(ports.plans, caller.tenantId, wanted)
      const found = await Promise.all(
        by.map((field) =>
          ports.list.facet(caller.tenantId, { field, top, ...(filter && { filter }) }),
        ),
      )
      const facets = Object.fromEntries(by.map((field, i) => [field, found[i]?.values ?? []]))
      const others = Object.fromEntries(by.map((field, i) => [field, found[i]?.others ?? 0]))
      return { facets, others }
    },
  }),
  route({
    method: 'GET',
    path: '/devices/:id',
    permission: 'devices.read',
    summary: 'One device as the list shows it.',
    answer: listedDeviceAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.device)
      const filter = { kind: 'compare', field: 'id', op: 'eq', value: id } as const
      const { rows } = await ports.list.page(caller.tenantId, { filter, page: { limit: 1 } })
      const [device] = await presented(ports, caller, rows)
      if (device === undefined) throw deviceNotFound(id)
      return device
    },
  }),
]

/** Far more profiles than a tenant has; reading all their names is one small statement. */
const maxProfiles = 1_000

async function presented(
  { access, plans, profiles, now, duration }: DeviceListDeps,
  caller: Caller,
  rows: readonly ListedDevice[],
): Promise<z.input<typeof listedDeviceAnswer>[]> {
  if (rows.length === 0) return []
  const { tenantId } = caller
  const readsProfiles = (await access.scopeOf(caller, 'profiles.read')) !== undefined
  const at = { now: now(), delaySeconds: await duration(tenantId) }
  const devices = rows.map(({ device }) => device)
  const [states, named] = await Promise.all([
    assignmentStates(plans, devices, at),
    readsProfiles ? profiles.list(tenantId, { page: { limit: maxProfiles } }) : { rows: [] },
  ])
  const names = new Map(named.rows.map(({ id, displayName }) => [id as string, displayName]))
  return rows.flatMap((row, i) => {
    const state = states[i]
    return state === undefined ? [] : [presentListedDevice(row, state, names)]
  })
}
