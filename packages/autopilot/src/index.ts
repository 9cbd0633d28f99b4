/**
 * Shared facts about Windows Autopilot, defined once: the server, the command line, the portal, the CSV
 * library and the simulated device all use them. No dependencies and no Node APIs.
 */
export {
  type Channel,
  type ChannelKey,
  channels,
  type DeviceIdentifier,
  isChannelKey,
  maxDevicesOf,
  takesIdentifier,
} from './channels.ts'
export { type Cause, causeOf } from './deployment-causes.ts'
export { type DeviceError, deviceErrors } from './device-errors.ts'
export { deviceNameFaults, maxDeviceNameLength, nameTemplateFaults } from './device-name.ts'
export { type Explanation, explanations, explanationsOf } from './explain-code.ts'
export { explainRefusal } from './explain-refusal.ts'
export type * from './graph/wire-types.ts'
export { type GraphPermissionIds, graphPermissionIds } from './graph-permissions.ts'
export { groupTagFault, hasControl, maxGroupTagLength, plainText } from './group-tag.ts'
export {
  enrollmentAudience,
  graphApplicationId,
  graphAudiences,
  graphHost,
  graphOrigin,
  isMicrosoft,
  loginHost,
  loginHosts,
  loginOrigin,
  microsoftHosts,
  oemAudience,
  partnerAudiences,
  partnerCenterHost,
  partnerCenterOrigin,
} from './microsoft-hosts.ts'
export {
  type Grade,
  isRefusal,
  type Refusal,
  type RefusalName,
  type ReportedError,
  refusals,
} from './refusals.ts'
export {
  type CheckedCertificate,
  checkCertificates,
  type ReleaseClaims,
  type ReleaseKey,
} from './release-certificate.ts'
export { type PlannedRemoval, planRemoval, type RemovalJoin } from './removal/plan-removal.ts'
export type {
  AskedDevice,
  DirectoryFacts,
  LookedUp,
  LookUp,
  ManagedFacts,
  RegistrationFacts,
} from './removal/register-facts.ts'
export type { RemovalMatch } from './removal/removal-match.ts'
export {
  type RemovalOrder,
  type RemovalPreparation,
  type RemovalStepName,
  removalOrderNames,
  removalOrders,
  removalSteps,
  touchesManaged,
} from './removal/removal-orders.ts'
export {
  generalWarningsOf,
  newLossOf,
  type RemovalWarningCode,
  removalWarnings,
} from './removal/removal-warnings.ts'
export type { RepairScenario } from './repair/repair-scenario.ts'
export {
  isRepairScenario,
  permitsSameBoard,
  type RepairScenarioKey,
  repairScenarioKeys,
  repairScenarios,
} from './repair/repair-scenarios.ts'
export { type RepairStep, repairSteps } from './repair/repair-steps.ts'
export {
  type RepairBoardAnswer,
  type RepairVerdict,
  repairBoardAnswers,
  repairVerdicts,
  repairVerdictTexts,
} from './repair/repair-verdicts.ts'
export { csvCell, guardedCell, startsFormula, unguardedCell } from './spreadsheet-cell.ts'
export { isUserPrincipalName } from './user-principal-name.ts'
