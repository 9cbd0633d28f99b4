/**
 * Microsoft Graph's requests and responses as types, shared by server and clients.
 *
 * Answers are made from the schema as data, so that no member is named twice. In requests absent, null and empty
 * mean what the server says of each; members that are not named are ignored.
 */
import type {
  applicationType,
  appRoleAssignmentType,
  permissionGrantType,
  servicePrincipalType,
} from './application-types.ts'
import type { auditEventType } from './audit-types.ts'
import type {
  deviceIdentityType,
  hybridProfileType,
  importedDeviceType,
  profileAssignmentType,
  profileType,
  settingsType,
} from './autopilot-types.ts'
import type { ComplexTypes } from './complex-types.ts'
import type { configurationPolicyType } from './configuration-types.ts'
import type {
  directoryDeviceType,
  domainType,
  groupType,
  organizationType,
  userType,
} from './directory-types.ts'
import type { BetaWire, V1Wire, Wire } from './edm.ts'
import type {
  associatedDeviceType,
  autopilotEventType,
  corporateIdentifierResultType,
  corporateIdentifierType,
  managedDeviceType,
} from './management-types.ts'

/** A page of a collection. */
export type GraphPage<Entity> = {
  readonly '@odata.context'?: string
  /** Only where `$count=true` asked for it. */
  readonly '@odata.count'?: number
  /** The next page, to be followed as it is; absent on the last. */
  readonly '@odata.nextLink'?: string
  readonly value: readonly Entity[]
}

/** The body of every error response. Intune puts a JSON text into `message`. [observed] */
export type GraphErrorBody = {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly innerError?: {
      readonly date: string
      readonly 'request-id': string
      readonly 'client-request-id': string
    }
  }
}

/** The receipt of one imported row; v1.0 and beta alike. */
export type ImportedDeviceIdentity = V1Wire<typeof importedDeviceType>

/** What a Taxiway server says of a receipt that Graph has no member for. */
export type ReceiptAnnotations = {
  readonly 'assignedUserPrincipalName@taxiway.warning'?: string
  /** Only in the answer to the import: the tag that was given, and what is kept of it. */
  readonly 'groupTag@taxiway.warning'?: string
  readonly '@taxiway.createdDateTime'?: string
  readonly '@taxiway.decidedDateTime'?: string
  /** The own registration that the row was recognized as. */
  readonly '@taxiway.registrationId'?: string
  readonly '@taxiway.conflictId'?: string
  readonly '@taxiway.conflictState'?: 'open' | 'same' | 'different' | 'rejected'
}

/** The word that stays while a row is undecided is `unknown`. [observed] */
export type ImportedDeviceIdentityState = Wire<
  ComplexTypes['importedWindowsAutopilotDeviceIdentityState']
>

/** One device to import. Absent, null and empty all mean "not given". */
export type ImportedDeviceRequest = {
  readonly '@odata.type'?: string | undefined
  readonly serialNumber?: string | null | undefined
  readonly productKey?: string | null | undefined
  /** The client's own correlation id. */
  readonly importId?: string | null | undefined
  /** Base64 with padding. */
  readonly hardwareIdentifier?: string | null | undefined
  readonly groupTag?: string | null | undefined
  /** The old name of `groupTag`; beside it, the purchase order. */
  readonly orderIdentifier?: string | null | undefined
  readonly assignedUserPrincipalName?: string | null | undefined
}

export type ImportRequest = {
  readonly importedWindowsAutopilotDeviceIdentities: readonly ImportedDeviceRequest[]
}

type SharedIdentity = V1Wire<typeof deviceIdentityType>

/** A registered device as in v1.0, which has no value for a blocked one. [schema] */
export type DeviceIdentity = Omit<SharedIdentity, 'enrollmentState'> & {
  readonly enrollmentState: Exclude<SharedIdentity['enrollmentState'], 'blocked'>
}
export type BetaDeviceIdentity = BetaWire<typeof deviceIdentityType>

/** `updateDeviceProperties`: absent members stay as they are, null and empty ones are cleared. */
export type DevicePropertiesRequest = {
  readonly userPrincipalName?: string | null | undefined
  readonly addressableUserName?: string | null | undefined
  readonly groupTag?: string | null | undefined
  readonly displayName?: string | null | undefined
}

export type DeleteDevicesRequest = { readonly serialNumbers: readonly string[] }
export type DeletedDeviceState = Wire<ComplexTypes['deletedWindowsAutopilotDeviceState']>

/** A device of the directory, as far as a registration alone determines it. */
export type DirectoryDevice = BetaWire<typeof directoryDeviceType>

export type AutopilotSettings = BetaWire<typeof settingsType>

/** Every value stands under its new and its old name. The derived type's own members: only of that type. */
export type DeploymentProfile = BetaWire<typeof profileType> & {
  readonly '@odata.type': string
} & Partial<BetaWire<typeof hybridProfileType>>
export type ProfileAssignment = BetaWire<typeof profileAssignmentType>

export type Organization = V1Wire<typeof organizationType>
export type Domain = V1Wire<typeof domainType>
export type User = V1Wire<typeof userType>
export type Group = V1Wire<typeof groupType>

export type GraphApplication = V1Wire<typeof applicationType>
export type ServicePrincipal = V1Wire<typeof servicePrincipalType>
export type AppRoleAssignment = V1Wire<typeof appRoleAssignmentType>
export type PermissionGrant = V1Wire<typeof permissionGrantType>

export type GraphAuditEvent = V1Wire<typeof auditEventType>
export type AutopilotEvent = BetaWire<typeof autopilotEventType>
export type CorporateIdentifier = BetaWire<typeof corporateIdentifierType>
/** A corporate identifier, and whether it was taken. */
export type CorporateIdentifierResult = BetaWire<typeof corporateIdentifierResultType>
export type AssociatedDevice = BetaWire<typeof associatedDeviceType>
/** Device preparation policies are some of them. */
export type ConfigurationPolicy = BetaWire<typeof configurationPolicyType>
export type ManagedDevice = V1Wire<typeof managedDeviceType>
export type BetaManagedDevice = BetaWire<typeof managedDeviceType>
