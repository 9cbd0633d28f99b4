/** What a customer allows a partner: its scopes, its limits, and how it ends. */
import { channels } from 'taxiway-autopilot'
import type { Permission } from '../access/permissions.ts'
import { DomainError } from '../errors.ts'
import type { ConsentId, TenantId } from '../ids.ts'
import { channelOf, type Partner } from './partner.ts'

export const consentScopes = [
  'devices.add',
  'devices.read.own',
  'devices.remove.own',
  'devices.remove.any',
  'policies.manage',
] as const

export type ConsentScope = (typeof consentScopes)[number]

/** What a link asks for that does not say. */
export const ordinaryScopes: readonly ConsentScope[] = [
  'devices.add',
  'devices.read.own',
  'devices.remove.own',
  'policies.manage',
]

/** Without what the partner's channel gives no right to. */
export function scopesFor(
  { kind }: Pick<Partner, 'kind'>,
  scopes: readonly ConsentScope[],
): readonly ConsentScope[] {
  return channels[channelOf(kind)].profiles === 'none'
    ? scopes.filter((scope) => scope !== 'policies.manage')
    : scopes
}

export const maxConsentDays = 365

/** `suspended`: while the operator has stopped the partner. The last three are final. */
export type ConsentState = 'granted' | 'suspended' | 'revoked' | 'ended' | 'expired'

export type Consent = {
  readonly id: ConsentId
  readonly customerId: TenantId
  readonly partnerId: TenantId
  readonly scopes: readonly ConsentScope[]
  readonly delegatedAdmin: boolean
  readonly grantedAt: Date
  readonly grantedBy: string
  readonly validUntil: Date
  /** Null: no limit. */
  readonly maxDevices: number | null
  readonly maxRemovalsPerDay: number | null
  readonly state: ConsentState
  readonly version: number
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly reason: string | null
  readonly lastUsedAt: Date | null
}

/** With what came of it. */
export type ConsentUse = Consent & {
  /** Devices that it let in and that are still registered. */
  readonly devices: number
}

export type NewConsent = Pick<
  Consent,
  | 'id'
  | 'customerId'
  | 'partnerId'
  | 'scopes'
  | 'delegatedAdmin'
  | 'grantedBy'
  | 'validUntil'
  | 'maxDevices'
  | 'maxRemovalsPerDay'
>

export type ConsentLimits = Pick<
  Consent,
  'scopes' | 'validUntil' | 'maxDevices' | 'maxRemovalsPerDay'
>

export type ConsentEnd = {
  readonly state: 'revoked' | 'ended'
  readonly by: string
  readonly reason: string | null
}

export type ConsentParties = Pick<Consent, 'id' | 'customerId' | 'partnerId'>

export type Ended = {
  readonly endedAt: Date
  /** Rows that were waiting and are now refused. */
  readonly rowsStopped: number
}

export type Consents = {
  find(customerId: TenantId, id: ConsentId): Promise<ConsentUse | undefined>
  /** The consent by which the partner may act now: its own or, for an indirect provider, one of a reseller of it. */
  inForce(customerId: TenantId, partnerId: TenantId): Promise<Consent | undefined>
  ofCustomer(customerId: TenantId): Promise<readonly ConsentUse[]>
  /** In force now, with those of its resellers. */
  ofPartner(partnerId: TenantId): Promise<readonly Consent[]>
  /** A consent in force between the two is replaced by its terms. Returns the consent's id. */
  grant(consent: NewConsent): Promise<ConsentId>
  /** Undefined: it is not in force. */
  limit(consent: Consent, limits: ConsentLimits): Promise<ConsentUse | undefined>
  /** Ends it and every row that waits for it; waits for rows that are being written. Undefined: it had ended. */
  end(customerId: TenantId, id: ConsentId, end: ConsentEnd): Promise<Ended | undefined>
  /** All of a partner's, when the operator stops it; their waiting rows end. */
  suspend(partnerId: TenantId): Promise<readonly ConsentParties[]>
  /** Ends at most so many whose date has passed, with their waiting rows. */
  expireDue(atMost: number): Promise<readonly ConsentParties[]>
  resume(partnerId: TenantId): Promise<void>
  /** Its scopes, held until the transaction ends; undefined: it is no longer in force. */
  hold(customerId: TenantId, id: ConsentId): Promise<readonly ConsentScope[] | undefined>
  /** Counts removals of today, as many of those asked for as the day's limit allows; returns how many. */
  spendRemovals(customerId: TenantId, id: ConsentId, asked: number): Promise<number>
}

const carried: Readonly<Record<ConsentScope, readonly Permission[]>> = {
  // A partner that adds devices also follows their jobs.
  'devices.add': ['partner-devices.add', 'partner-devices.read'],
  'devices.read.own': ['partner-devices.read'],
  'devices.remove.own': ['partner-devices.remove'],
  'devices.remove.any': ['partner-devices.remove'],
  'policies.manage': ['partner-policies.write'],
}

/** What the scopes of a consent permit, besides reading the customer and ending it. */
export function permittedBy(scopes: readonly ConsentScope[]): readonly Permission[] {
  return [
    ...new Set<Permission>([
      'partner-customers.read',
      'relationships.write',
      ...scopes.flatMap((scope) => carried[scope]),
    ]),
  ]
}

export function noRelationship(): DomainError {
  return new DomainError(
    'no-relationship',
    'There is no relationship with this customer that permits it. Ask the customer for one.',
  )
}
