/** Every kind of id that a request can name, and how its text is read. */
import {
  type ApplicationId,
  type ApplicationKeyId,
  type ApprovalId,
  type AssignmentId,
  type AuditEventId,
  type CertificateId,
  type ConflictId,
  type ConsentId,
  type CredentialId,
  type DeviceId,
  type DeviceKeyDigest,
  type DirectoryDeviceKey,
  type DirectoryObjectId,
  type DisputeId,
  type DomainName,
  type FactorId,
  type FactorResetId,
  type GroupId,
  type IdentityProviderId,
  type ImportId,
  type JobId,
  type OathTokenId,
  type ProfileId,
  type ReceiptId,
  type RecordId,
  type RegisteredApplicationKey,
  type RelationshipRequestId,
  type RemovalPlanId,
  type RepairCaseId,
  type RoleAssignmentId,
  type RoleId,
  receiptId,
  type SecretId,
  splitReceiptId,
  type TenantId,
  type TenantName,
  type TransferId,
  type UserId,
  type UserName,
  type ViewId,
  type WebhookId,
} from './ids.ts'
import { fold } from './query-match.ts'
import { parseUuid } from './uuid.ts'

/**
 * A kind of id: how its text becomes the one canonical value used by rules, counters and comparisons. A route reads
 * a parameter only through its kind, so no other spelling of an id gets past this table.
 */
export type IdKind<Id> = {
  /** What it identifies, such as `group`. */
  readonly what: string
  /** Undefined: the text cannot be an id of this kind. */
  readonly parse: (text: string) => Id | undefined
}

export const ids = {
  application: uuids<ApplicationId>('application'),
  /** Its thumbprint. */
  applicationKey: kind<ApplicationKeyId>('key', base64Url),
  approval: uuids<ApprovalId>('approval'),
  /** The registration's own id, or the client id where it is named. [documented: application-get] */
  registeredApplication: kind<RegisteredApplicationKey>(
    'application',
    (text) => parseUuid(text) ?? alternateKey(text, 'appid'),
  ),
  auditEvent: uuids<AuditEventId>('audit event'),
  certificate: uuids<CertificateId>('certificate'),
  /** A policy's own id, with the word for its kind behind it perhaps. [observed] */
  configuration: kind<RecordId>('policy', (text) => parseUuid(text.split('_')[0] ?? '')),
  conflict: uuids<ConflictId>('conflict'),
  consent: uuids<ConsentId>('consent'),
  dispute: uuids<DisputeId>('dispute'),
  device: uuids<DeviceId>('device'),
  directoryObject: uuids<DirectoryObjectId>('directory object'),
  /** The directory's own id of a device object, or its `deviceId` where that is named. [documented: device-get] */
  directoryDevice: kind<DirectoryDeviceKey>(
    'device',
    (text) => parseUuid(text) ?? alternateKey(text, 'deviceid'),
  ),
  factorReset: uuids<FactorResetId>('reset'),
  group: uuids<GroupId>('group'),
  identityProvider: uuids<IdentityProviderId>('identity provider'),
  import: uuids<ImportId>('import'),
  job: uuids<JobId>('job'),
  oathToken: uuids<OathTokenId>('token'),
  profile: uuids<ProfileId>('profile'),
  record: uuids<RecordId>('object'),
  removalPlan: uuids<RemovalPlanId>('removal plan'),
  relationshipRequest: uuids<RelationshipRequestId>('relationship request'),
  repairCase: uuids<RepairCaseId>('repair case'),
  role: uuids<RoleId>('role'),
  roleAssignment: uuids<RoleAssignmentId>('role assignment'),
  secret: uuids<SecretId>('secret'),
  tenant: uuids<TenantId>('tenant'),
  user: uuids<UserId>('user'),
  transfer: uuids<TransferId>('transfer'),
  view: uuids<ViewId>('saved view'),
  webhook: uuids<WebhookId>('webhook'),
  // In the words of `importNotFound`: no answer tells apart what cannot be one from what is not there.
  receipt: kind<ReceiptId>('imported Windows Autopilot device with the id', (text) => {
    const parts = splitReceiptId(text)
    return parts && receiptId(parts.importId, parts.rowNumber)
  }),
  /** Base64url of a WebAuthn credential id; another spelling of the same bytes matches nothing. */
  credential: kind<CredentialId>('passkey', base64Url),
  /** An authenticator app's id, or a passkey's. */
  factor: kind<FactorId>('factor', (text) => parseUuid(text) ?? base64Url(text)),
  /** SHA-256 of a TPM's key, in hexadecimal. */
  deviceKey: kind<DeviceKeyDigest>('TPM key', (text) => shaped(text, /^[0-9a-f]{64}$/)),
  /** Of what is only looked up, whatever its id is made of. */
  anyKey: kind<string>('object', (text) => shaped(text, /^[0-9a-z_.-]{1,120}$/)),
  domain: kind<DomainName>('domain', domain),
  /** A tenant's id, or one of its domains. */
  tenantOrDomain: kind<TenantName>('tenant', (text) => parseUuid(text) ?? domain(text)),
  /** A person's id or user principal name. */
  userOrName: kind<UserName>('user', (text) => parseUuid(text) ?? fold(text)),
  /** The profile's id, the id of the assignment's target, and possibly an ordinal. [observed] */
  assignment: kind<AssignmentId>('assignment', (text) => shaped(text, /^[0-9a-z_-]{1,120}$/)),
} as const satisfies Record<string, IdKind<string>>

function uuids<Id extends string>(what: string): IdKind<Id> {
  return kind(what, parseUuid)
}

function kind<Id extends string>(
  what: string,
  parse: (text: string) => string | undefined,
): IdKind<Id> {
  return { what, parse: parse as (text: string) => Id | undefined }
}

/** Lower-cased, if it then has the right shape. */
function shaped(text: string, shape: RegExp): string | undefined {
  const lower = text.toLowerCase()
  return shape.test(lower) ? lower : undefined
}

function domain(text: string): string | undefined {
  return shaped(text, /^(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/)
}

/** `name=<uuid>`, as in an alternate key. */
function alternateKey(text: string, name: string): string | undefined {
  const id = text.toLowerCase().startsWith(`${name}=`)
    ? parseUuid(text.slice(name.length + 1))
    : undefined
  return id && `${name}=${id}`
}

function base64Url(text: string): string | undefined {
  const canonical = Buffer.from(text, 'base64url').toString('base64url')
  return text !== '' && canonical === text ? text : undefined
}
