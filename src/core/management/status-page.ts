/**
 * Which enrollment status page a device shows. Intune's policies are asked first, the highest priority first; then what
 * older clients wrote into the deployment profile. [documented: "Set up the Enrollment Status Page"]
 */
import type { Configuration } from '../inventory/configuration.ts'
import type { Members } from '../inventory/records.ts'
import type { StatusScreen } from '../profiles/profile.ts'
import type { StatusPage } from './managed-state.ts'

/** Whom a policy may be assigned to. */
export type Recipient = {
  /** Groups of the person and of the registered device. */
  readonly groupIds: ReadonlySet<string>
  readonly isLicensed: boolean
  /** It came with an Autopilot registration. */
  readonly isAutopilot: boolean
  /** Nobody signs in: the device deploys itself. */
  readonly isUserless: boolean
}

const pageType = 'windows10EnrollmentCompletionPageConfiguration'
const timeouts = { min: 1, max: 1_440, usual: 60 }

/** Null: no page. */
export function statusPageFor(
  policies: readonly Configuration[],
  legacy: StatusScreen | null,
  recipient: Recipient,
): StatusPage | null {
  const policy = policies
    .filter(({ type, targets }) => type === pageType && isFor(targets, recipient))
    .toSorted((a, b) => a.priority - b.priority)
    .find(
      ({ given }) => recipient.isAutopilot || !flag(given, 'trackInstallProgressForAutopilotOnly'),
    )
  if (policy !== undefined) return pageOf(policy, recipient)
  return legacy === null || legacy.hideInstallationProgress ? null : legacyPage(legacy, recipient)
}

function isFor(targets: readonly Members[], recipient: Recipient): boolean {
  const kinds = targets.map((target) => ({ target, kind: kindOf(target) }))
  const isMember = ({ groupId }: Members) =>
    typeof groupId === 'string' && recipient.groupIds.has(groupId)
  if (kinds.some(({ kind, target }) => kind === 'exclusionGroup' && isMember(target))) return false
  return kinds.some(
    ({ kind, target }) =>
      kind === 'allDevices' ||
      (kind === 'allLicensedUsers' && recipient.isLicensed) ||
      (kind === 'group' && isMember(target)),
  )
}

function kindOf(target: Members): string {
  return String(target['@odata.type']).replace(/^#?microsoft\.graph\.|AssignmentTarget$/g, '')
}

function pageOf({ name, given }: Configuration, { isUserless }: Recipient): StatusPage | null {
  if (!flag(given, 'showInstallationProgress')) return null
  return {
    name,
    showsForUser: !isUserless && !flag(given, 'disableUserStatusTrackingAfterFirstUser'),
    timeoutMinutes: minutes(given['installProgressTimeoutInMinutes']),
    mayReset: flag(given, 'allowDeviceResetOnInstallFailure'),
    mayRetry: !flag(given, 'blockDeviceSetupRetryByUser'),
    mayContinue: flag(given, 'allowDeviceUseOnInstallFailure'),
    mayCollectLogs: flag(given, 'allowLogCollectionOnInstallFailure'),
    errorText: textOf(given['customErrorMessage']),
  }
}

/** The old settings by their meaning: their names differ, and no source relates them to nodes. [inferred] */
function legacyPage(screen: StatusScreen, { isUserless }: Recipient): StatusPage {
  return {
    name: 'deployment profile',
    showsForUser: !isUserless,
    timeoutMinutes: minutes(screen.installProgressTimeoutInMinutes),
    mayReset: !screen.blockDeviceSetupRetryByUser,
    mayRetry: !screen.blockDeviceSetupRetryByUser,
    mayContinue: screen.allowDeviceUseOnInstallFailure,
    mayCollectLogs: screen.allowLogCollectionOnInstallFailure,
    errorText: textOf(screen.customErrorMessage),
  }
}

function flag(given: Members, name: string): boolean {
  return given[name] === true
}

function minutes(value: unknown): number {
  const wanted = Number(value ?? 0)
  if (!Number.isInteger(wanted) || wanted <= 0) return timeouts.usual
  return Math.min(timeouts.max, Math.max(timeouts.min, wanted))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 1_000) : ''
}
