/** Microsoft Graph's types as data, for code that serves or describes them; the types on the wire need none of it. */
export { actions, functions, type Operation } from './actions.ts'
export {
  applicationType,
  appRoleAssignmentType,
  permissionGrantType,
  servicePrincipalType,
} from './application-types.ts'
export { auditEventType } from './audit-types.ts'
export {
  deviceIdentityType,
  entraProfileType,
  hybridProfileType,
  importedDeviceType,
  profileAssignmentType,
  profileType,
  settingsType,
} from './autopilot-types.ts'
export { type ComplexTypes, complexTypes } from './complex-types.ts'
export {
  assignmentFilterType,
  configurationPolicyType,
  depOnboardingType,
  enrollmentConfigurationType,
  enrollmentLimitType,
  enrollmentStatusPageType,
  platformRestrictionsType,
  recoveryKeyType,
  roleDefinitionType,
  roleScopeTagType,
  subscribedSkuType,
} from './configuration-types.ts'
export {
  directoryDeviceType,
  domainType,
  groupType,
  organizationType,
  userType,
} from './directory-types.ts'
export {
  type BetaWire,
  type EntityType,
  entityType,
  memberNames,
  type TypedEntity,
  type V1Wire,
  type Wire,
} from './edm.ts'
export { betaTypes, entityTypes } from './entity-types.ts'
export { enumMembers, enums } from './enums.ts'
export {
  associatedDeviceType,
  autopilotEventType,
  corporateIdentifierResultType,
  corporateIdentifierType,
  managedDeviceType,
  policyStatusType,
} from './management-types.ts'
export type { Edm, Members } from './members.ts'
