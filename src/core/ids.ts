/**
 * Identifiers: UUIDs made by the application, branded so that one kind is never passed for another.
 *
 * A receipt's id carries its import: the last four bytes of the import's id are zero, and row n of the
 * import replaces them by n. So a receipt is found from its id alone, wherever its import is stored.
 */
import { randomBytes } from 'node:crypto'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type TenantId = Branded<'TenantId'>
export type DeviceId = Branded<'DeviceId'>
export type ImportId = Branded<'ImportId'>
export type ReceiptId = Branded<'ReceiptId'>

/** Far more rows than an import takes, and what a database's integer holds. */
const maxRowNumber = 0x7fffffff

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The lower-case canonical form, or undefined where the text is no UUID. Braces are accepted. */
export function parseUuid(text: string): string | undefined {
  const lower = text.toLowerCase().replace(/^\{(.*)\}$/, '$1')
  return uuidShape.test(lower) ? lower : undefined
}

/** Random bytes are drawn many at once: an import makes thousands of ids. */
let pool = Buffer.alloc(0)

function randomBytesOf(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(4_096)
  const drawn = Buffer.from(pool.subarray(0, count))
  pool = pool.subarray(count)
  return drawn
}

let latest = { time: 0, count: 0 }

/**
 * A UUID of version 7: later ones sort later, those of one millisecond too, since its twelve bits next to
 * the time count (RFC 9562 section 6.2, method 1). `now` in ms since 1970.
 */
export function newUuid(now = Date.now()): string {
  latest = tick(latest, now)
  const bytes = randomBytesOf(16)
  bytes.writeUIntBE(latest.time, 0, 6)
  bytes.writeUInt16BE(0x7000 | latest.count, 6)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return formatUuid(bytes)
}

/** A clock that is set back does not take the order with it: the count goes on, and then the time. */
function tick({ time, count }: typeof latest, now: number): typeof latest {
  if (now > time) return { time: now, count: 0 }
  return count < 0xfff ? { time, count: count + 1 } : { time: time + 1, count: 0 }
}

export function newDeviceId(): DeviceId {
  return newUuid() as DeviceId
}

export function newImportId(): ImportId {
  return `${newUuid().slice(0, -8)}00000000` as ImportId
}

/** The id of row `rowNumber` (from 1) of an import. */
export function receiptId(importId: ImportId, rowNumber: number): ReceiptId {
  return `${importId.slice(0, -8)}${rowNumber.toString(16).padStart(8, '0')}` as ReceiptId
}

/** The import and row that a receipt's id names, or undefined where the text can be no receipt's id. */
export function splitReceiptId(id: string): { importId: ImportId; rowNumber: number } | undefined {
  const uuid = parseUuid(id)
  if (uuid === undefined) return undefined
  const rowNumber = Number.parseInt(uuid.slice(-8), 16)
  if (rowNumber > maxRowNumber) return undefined
  return { importId: `${uuid.slice(0, -8)}00000000` as ImportId, rowNumber }
}

/** Sixteen bytes as a UUID's text. */
export function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export type ApplicationId = Branded<'ApplicationId'>
export type AssignmentId = Branded<'AssignmentId'>
export type AuditEventId = Branded<'AuditEventId'>
export type CertificateId = Branded<'CertificateId'>
export type ConflictId = Branded<'ConflictId'>
export type CredentialId = Branded<'CredentialId'>
export type DeviceKeyDigest = Branded<'DeviceKeyDigest'>
export type DirectoryDeviceKey = Branded<'DirectoryDeviceKey'>
export type DirectoryObjectId = Branded<'DirectoryObjectId'>
export type DomainName = Branded<'DomainName'>
export type FactorId = Branded<'FactorId'>
export type FactorResetId = Branded<'FactorResetId'>
export type GroupId = Branded<'GroupId'>
export type JobId = Branded<'JobId'>
export type IdentityProviderId = Branded<'IdentityProviderId'>
export type OathTokenId = Branded<'OathTokenId'>
export type ProfileId = Branded<'ProfileId'>
export type RegisteredApplicationKey = Branded<'RegisteredApplicationKey'>
export type RecordId = Branded<'RecordId'>
export type RoleAssignmentId = Branded<'RoleAssignmentId'>
export type RoleId = Branded<'RoleId'>
export type SecretId = Branded<'SecretId'>
export type TenantName = Branded<'TenantName'>
export type UserId = Branded<'UserId'>
export type UserName = Branded<'UserName'>

/**
 * A kind of id: how its texts become the one canonical value that rules, counters and comparisons see. A
 * route reads a parameter by its kind alone, so that no other spelling of an id gets past this table.
 */
export type IdKind<Id> = {
  /** What it names, such as `group`. */
  readonly what: string
  /** Undefined: the text can be the id of nothing. */
  readonly parse: (text: string) => Id | undefined
}

export const ids = {
  application: uuids<ApplicationId>('application'),
  /** The registration's own id, or the client id where it is named. [documented: application-get] */
  registeredApplication: kind<RegisteredApplicationKey>(
    'application',
    (text) => parseUuid(text) ?? alternateKey(text, 'appid'),
  ),
  auditEvent: uuids<AuditEventId>('audit event'),
  certificate: uuids<CertificateId>('certificate'),
  conflict: uuids<ConflictId>('conflict'),
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
  role: uuids<RoleId>('role'),
  roleAssignment: uuids<RoleAssignmentId>('role assignment'),
  secret: uuids<SecretId>('secret'),
  tenant: uuids<TenantId>('tenant'),
  user: uuids<UserId>('user'),
  receipt: kind<ReceiptId>('imported device', (text) => {
    const parts = splitReceiptId(text)
    return parts && receiptId(parts.importId, parts.rowNumber)
  }),
  /** Base64url of a WebAuthn credential; another spelling of the same bytes names nothing. */
  credential: kind<CredentialId>('passkey', base64Url),
  /** An authenticator app's id, or a passkey's. */
  factor: kind<FactorId>('factor', (text) => parseUuid(text) ?? base64Url(text)),
  /** SHA-256 of a TPM's key, in hexadecimal. */
  deviceKey: kind<DeviceKeyDigest>('TPM key', (text) => shaped(text, /^[0-9a-f]{64}$/)),
  domain: kind<DomainName>('domain', domain),
  /** A tenant's id, or one of its domains. */
  tenantOrDomain: kind<TenantName>('tenant', (text) => parseUuid(text) ?? domain(text)),
  /** A person's id or user principal name. */
  userOrName: kind<UserName>('user', (text) => parseUuid(text) ?? text.toLowerCase()),
  /** The profile's id, the id of what it is for, and perhaps an ordinal. [observed] */
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

/** In lower case, where it then has the shape. */
function shaped(text: string, shape: RegExp): string | undefined {
  const lower = text.toLowerCase()
  return shape.test(lower) ? lower : undefined
}

function domain(text: string): string | undefined {
  return shaped(text, /^(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/)
}

/** `name=<uuid>`, as an alternate key arrives. */
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

/** The time that a UUID of version 7 begins with (RFC 9562 section 5.7). */
export function timeOfUuid(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}
