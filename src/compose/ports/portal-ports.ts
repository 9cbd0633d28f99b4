/** What the portal's own lists and jobs ask of the database. */
import { scopedDeviceList } from '../../core/devices/scoped-device-list.ts'
import type { TenantId } from '../../core/ids.ts'
import { deviceHashesIn } from '../../storage/devices/device-hashes.ts'
import { deviceListIn } from '../../storage/devices/device-list.ts'
import { devicePapersIn } from '../../storage/devices/device-papers.ts'
import { overviewsIn } from '../../storage/devices/overview.ts'
import { timelinesIn } from '../../storage/devices/timeline.ts'
import { groupsIn } from '../../storage/groups/groups.ts'
import { importListsIn } from '../../storage/imports/import-list.ts'
import { intakeDeskIn } from '../../storage/intake/intake-desk.ts'
import { deviceJobsIn } from '../../storage/jobs/device-jobs.ts'
import { profilesIn } from '../../storage/profiles/profiles.ts'
import type { Store } from '../../storage/sql/store.ts'
import { syncsIn } from '../../storage/sync/autopilot-sync.ts'
import { savedViewsIn } from '../../storage/views/saved-views.ts'
import type { Base } from '../base.ts'
import { removalPlanPortsIn } from '../removal-plans.ts'
import type { BasePorts } from './base-ports.ts'
import { corporateIdentifiersIn } from './graph-ports.ts'

export function portalPortsIn(
  unit: Store,
  { wrap, onImport, now }: Pick<Base, 'wrap' | 'onImport' | 'now'>,
  { tenants }: Pick<BasePorts, 'tenants'>,
) {
  return {
    list: scopedDeviceList(deviceListIn(unit)),
    deviceHashes: deviceHashesIn(unit, wrap),
    deviceJobs: deviceJobsIn(unit),
    ...removalPlanPortsIn(unit, now),
    identifiers: corporateIdentifiersIn(unit),
    papers: devicePapersIn(unit),
    timelines: timelinesIn(unit),
    groups: groupsIn(unit),
    importLists: importListsIn(unit, wrap),
    intake: intakeDeskIn(unit, wrap),
    overviews: overviewsIn(unit),
    profiles: profilesIn(unit),
    syncs: syncsIn(unit),
    views: savedViewsIn(unit),
    duration: async (id: TenantId) => (await tenants.find(id))?.importSeconds ?? 0,
    onImport,
    onJob: onImport,
  }
}
