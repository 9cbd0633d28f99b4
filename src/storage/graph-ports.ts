/** The ports that only the Graph surface asks for, fulfilled together. */

import type { AssociatedDevice } from '../core/record/associated-device.ts'
import { associatedDeviceFieldTypes } from '../core/record/associated-device.ts'
import { autopilotEventFieldTypes } from '../core/record/autopilot-event.ts'
import type { CorporateIdentifier } from '../core/record/corporate-identifier.ts'
import { corporateIdentifierFieldTypes } from '../core/record/corporate-identifier.ts'
import type { ManagedDevice } from '../core/record/managed-device.ts'
import { managedDeviceFieldTypes } from '../core/record/managed-device.ts'
import type { Members } from '../core/record/records.ts'
import { syncsIn } from './autopilot-sync.ts'
import type { Store } from './database.ts'
import { directoryPeopleIn } from './directory-people.ts'
import { groupsIn } from './groups.ts'
import { profilePlansIn } from './profile-plans.ts'
import { profilesIn } from './profiles.ts'
import { recordsIn } from './records.ts'

export function graphPortsIn(store: Store) {
  return {
    profiles: profilesIn(store),
    plans: profilePlansIn(store),
    syncs: syncsIn(store),
    groups: groupsIn(store),
    directoryPeople: directoryPeopleIn(store),
    events: recordsIn<Members, keyof typeof autopilotEventFieldTypes>(store, {
      name: 'autopilotEvent',
      types: autopilotEventFieldTypes,
    }),
    identifiers: recordsIn<CorporateIdentifier, keyof typeof corporateIdentifierFieldTypes>(store, {
      name: 'corporateIdentifier',
      types: corporateIdentifierFieldTypes,
    }),
    associated: recordsIn<AssociatedDevice, keyof typeof associatedDeviceFieldTypes>(store, {
      name: 'associatedDevice',
      types: associatedDeviceFieldTypes,
    }),
    managed: recordsIn<ManagedDevice, keyof typeof managedDeviceFieldTypes>(store, {
      name: 'managedDevice',
      types: managedDeviceFieldTypes,
    }),
  }
}
