/** The ports that only the Graph surface needs. */

import { autopilotEventFieldTypes } from '../../core/inventory/autopilot-event.ts'
import type { Configuration } from '../../core/inventory/configuration.ts'
import { configurationFieldTypes } from '../../core/inventory/configuration.ts'
import type { CorporateIdentifier } from '../../core/inventory/corporate-identifier.ts'
import { corporateIdentifierFieldTypes } from '../../core/inventory/corporate-identifier.ts'
import type { ManagedDevice } from '../../core/inventory/managed-device.ts'
import { managedDeviceFieldTypes } from '../../core/inventory/managed-device.ts'
import type { Members } from '../../core/inventory/records.ts'
import { applicationCertificatesIn } from '../../storage/applications/application-certificates.ts'
import { applicationSecretsIn } from '../../storage/applications/application-secrets.ts'
import { applicationsIn } from '../../storage/applications/applications.ts'
import { deploymentEventsIn } from '../../storage/deployment/deployment-events.ts'
import { directoryPeopleIn } from '../../storage/directory/directory-people.ts'
import { groupOwnersIn } from '../../storage/groups/group-members.ts'
import { groupsIn } from '../../storage/groups/groups.ts'
import { recordsIn } from '../../storage/inventory/records.ts'
import { profilePlansIn } from '../../storage/profiles/profile-plans.ts'
import { profilesIn } from '../../storage/profiles/profiles.ts'
import { remediationsIn } from '../../storage/repairs/remediations.ts'
import type { Store } from '../../storage/sql/store.ts'
import { syncsIn } from '../../storage/sync/autopilot-sync.ts'
import { associationPortsIn } from './association-ports.ts'

export function corporateIdentifiersIn(store: Store) {
  return recordsIn<CorporateIdentifier, keyof typeof corporateIdentifierFieldTypes>(store, {
    name: 'corporateIdentifier',
    types: corporateIdentifierFieldTypes,
  })
}

export function graphPortsIn(store: Store) {
  const configurations = (name: string) =>
    recordsIn<Configuration, keyof typeof configurationFieldTypes>(store, {
      name,
      types: configurationFieldTypes,
    })
  return {
    enrollmentConfigurations: configurations('enrollmentConfiguration'),
    configurationPolicies: configurations('configurationPolicy'),
    assignmentFilters: configurations('assignmentFilter'),
    roleScopeTags: configurations('roleScopeTag'),
    applications: applicationsIn(store),
    secrets: applicationSecretsIn(store),
    certificates: applicationCertificatesIn(store),
    deploymentEvents: deploymentEventsIn(store),
    profiles: profilesIn(store),
    plans: profilePlansIn(store),
    remediations: remediationsIn(store),
    syncs: syncsIn(store),
    groups: groupsIn(store),
    groupOwners: groupOwnersIn(store),
    directoryPeople: directoryPeopleIn(store),
    events: recordsIn<Members, keyof typeof autopilotEventFieldTypes>(store, {
      name: 'autopilotEvent',
      types: autopilotEventFieldTypes,
    }),
    identifiers: corporateIdentifiersIn(store),
    ...associationPortsIn(store),
    managed: recordsIn<ManagedDevice, keyof typeof managedDeviceFieldTypes>(store, {
      name: 'managedDevice',
      types: managedDeviceFieldTypes,
    }),
  }
}

export type GraphPorts = ReturnType<typeof graphPortsIn>
