/** What the portal's own lists and jobs ask of the database. */
import { scopedDeviceList } from '../core/access/scoped-device-list.ts'
import type { TenantId } from '../core/ids.ts'
import { deviceListIn } from '../storage/devices/device-list.ts'
import { overviewsIn } from '../storage/devices/overview.ts'
import { importListsIn } from '../storage/imports/import-list.ts'
import type { Base } from './base.ts'
import type { GraphPorts } from './graph-ports.ts'

export function portalPortsOf({ store, wrap, tenants }: Base, graph: GraphPorts) {
  return {
    list: scopedDeviceList(deviceListIn(store)),
    importLists: importListsIn(store, wrap),
    overviews: overviewsIn(store),
    profiles: graph.profiles,
    syncs: graph.syncs,
    duration: async (id: TenantId) => (await tenants.find(id))?.importSeconds ?? 0,
  }
}
