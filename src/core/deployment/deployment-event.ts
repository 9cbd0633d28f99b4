/** What happened between a registered device and the service, as its owner may read it. */
import type { TagScope } from '../access/tag-scope.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Holder } from '../imports/slice.ts'

/** `stage`: how far setup has come, as reported by the device; the others come from the service. */
export type DeploymentEventKind =
  | 'profile-given'
  | 'profile-refused'
  | 'hardware-differs'
  | 'foreign-key'
  | 'key-to-confirm'
  | 'key-bound'
  | 'claim-proven'
  | 'disputed'
  | 'dispute-kept'
  | 'blocked'
  | 'unblocked'
  | 'hash-confirmed'
  | 'registered-itself'
  | 'status-page'
  | 'status-page-ended'
  | 'unenrolled'
  | 'stage'
  | 'enrolled'
  | 'deployed'
  | 'failed'

export type NewDeploymentEvent = {
  readonly kind: DeploymentEventKind
  /** One of Windows' codes, such as `815` or `0x80180014`; null = none. */
  readonly code: string | null
  /** Short text from the reporter; never a hash or a secret. */
  readonly detail: string | null
}

export type DeploymentEvent = NewDeploymentEvent & { readonly id: string; readonly at: Date }

/** One cause, and how many devices met it. */
export type DeploymentFailure = {
  readonly code: string
  readonly devices: number
  readonly lastAt: Date
}

export type DeploymentEvents = {
  add(holder: Holder, event: NewDeploymentEvent): Promise<void>
  /** Newest first. */
  list(
    tenantId: TenantId,
    deviceId: DeviceId,
    query: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<readonly DeploymentEvent[]>
  /** Of the last days, most frequent first. */
  failures(tenantId: TenantId, days: number, scope: TagScope): Promise<readonly DeploymentFailure[]>
}
