/** Every entity type of Graph that is served, and which of them only beta has. */
import * as application from './application-types.ts'
import * as audit from './audit-types.ts'
import * as autopilot from './autopilot-types.ts'
import * as configuration from './configuration-types.ts'
import * as directory from './directory-types.ts'
import type { EntityType } from './edm.ts'
import * as management from './management-types.ts'

export const entityTypes: readonly EntityType[] = [
  ...Object.values(application),
  ...Object.values(audit),
  ...Object.values(autopilot),
  ...Object.values(configuration),
  ...Object.values(directory),
  ...Object.values(management),
]

/** [schema] */
export const betaTypes: ReadonlySet<EntityType> = new Set<EntityType>([
  autopilot.settingsType,
  autopilot.profileType,
  autopilot.entraProfileType,
  autopilot.hybridProfileType,
  autopilot.profileAssignmentType,
  configuration.configurationPolicyType,
  configuration.assignmentFilterType,
  configuration.roleScopeTagType,
  configuration.depOnboardingType,
  management.autopilotEventType,
  management.policyStatusType,
  management.corporateIdentifierType,
  management.corporateIdentifierResultType,
  management.associatedDeviceType,
])
