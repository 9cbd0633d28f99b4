/** What an installation starts with, entry by entry. Unknown keys are refused by name. */
import { isUserPrincipalName } from 'taxiway-autopilot'
import { z } from 'zod'
import { readPublicKey } from '../../core/applications/public-key.ts'
import { wellKnownClient, wellKnownClients } from '../../core/applications/well-known-clients.ts'
import { type EventType, followedTypes } from '../../core/events/event-types.ts'
import { partnerKinds } from '../../core/partners/partner.ts'
import { unknownTuples } from '../../core/tenants/tenant.ts'
import { parseSecret } from '../../core/webhooks/signature.ts'

const user = z.strictObject({
  userPrincipalName: z.string().refine(isUserPrincipalName, 'expected name@domain'),
  displayName: z.string(),
  password: z.string().min(8).optional(),
  roles: z.array(z.string()).default([]),
  licensed: z.boolean().default(false),
})

const publicKey = z.record(z.string(), z.unknown()).transform((jwk, context) => {
  const read = readPublicKey(jwk)
  if (typeof read !== 'string') return read
  context.issues.push({ code: 'custom', message: read, input: jwk })
  return z.NEVER
})

export const application = z.strictObject({
  /** Absent: the application is identified by its display name. */
  clientId: z.guid().optional(),
  displayName: z.string(),
  secret: z.string().min(8).optional(),
  roles: z.array(z.string()).default([]),
  /** `web` keeps a secret; `spa` and `native` are public clients without one. */
  kind: z.enum(['web', 'spa', 'native']).optional(),
  redirectUris: z.array(z.string()).optional(),
  /** What `.default` stands for when users sign in to it. */
  delegatedScopes: z.array(z.string()).optional(),
  /** Delegated scopes with consent for the whole tenant. */
  consentedScopes: z.array(z.string()).optional(),
  /** Certificates that it authenticates with, as PEM. */
  certificates: z.array(z.string()).optional(),
  /** The same as files; paths are relative to the seed file. */
  certificateFiles: z.array(z.string()).optional(),
  /** Public keys that it authenticates with (`private_key_jwt`), as JWKs. One that is no longer listed is removed. */
  keys: z.array(publicKey).optional(),
})

const device = z.strictObject({
  serialNumber: z.string().optional(),
  hardwareHash: z.string(),
  groupTag: z.string().optional(),
  assignedUserPrincipalName: z.string().optional(),
})

const group = z.strictObject({
  displayName: z.string().min(1),
  /** Users by principal name, devices by serial number. */
  members: z.array(z.string()).default([]),
  dynamicRule: z.string().optional(),
})

const profile = z.strictObject({
  displayName: z.string().min(1),
  description: z.string().optional(),
  join: z.enum(['entra', 'hybrid']).optional(),
  locale: z.string().optional(),
  deviceNameTemplate: z.string().optional(),
  preprovisioningAllowed: z.boolean().optional(),
  hardwareHashExtractionEnabled: z.boolean().optional(),
  outOfBoxExperience: z
    .strictObject({
      deviceUsageType: z.enum(['singleUser', 'shared']).optional(),
      userType: z.enum(['administrator', 'standard']).optional(),
      eulaHidden: z.boolean().optional(),
      escapeLinkHidden: z.boolean().optional(),
      keyboardSelectionPageSkipped: z.boolean().optional(),
      privacySettingsHidden: z.boolean().optional(),
    })
    .optional(),
  /** Names of groups, or `All devices`. */
  assignedTo: z.array(z.string()).default([]),
  excluded: z.array(z.string()).default([]),
})

const webhook = z.strictObject({
  url: z.url({ protocol: /^https$/, error: 'must be an https:// URL' }),
  /** Absent: all. */
  eventTypes: z.array(z.enum(['*', ...followedTypes] as ['*', ...EventType[]])).default(['*']),
  description: z.string().default(''),
  secret: z.string().refine((text) => parseSecret(text) !== undefined, {
    error: 'must be whsec_ and 24 to 64 bytes in base64',
  }),
  /** Whether it may be in the private network. */
  privateNetwork: z.boolean().default(false),
})

const signInPolicy = z.strictObject({
  /** Whether the device code flow is allowed. */
  deviceCode: z.boolean(),
})

const wellKnownClientName = z.string().refine((named) => wellKnownClient(named) !== undefined, {
  error: `must be one of ${wellKnownClients.map(({ displayName }) => displayName).join(', ')}, or its id`,
})

export const tenant = z.strictObject({
  /** Absent: the tenant is identified by its domain. */
  id: z.guid().optional(),
  domain: z.string().min(1),
  displayName: z.string(),
  domains: z.array(z.string()).default([]),
  signInPolicy: signInPolicy.optional(),
  /** What kind of partner it is; absent = an organization that only owns devices. */
  kind: z.enum(partnerKinds).optional(),
  /** Whether an operator has checked who the partner is. */
  verified: z.boolean().optional(),
  /** The domain of an indirect reseller's provider, which stands earlier in the file. */
  provider: z.string().optional(),
  /** Whether an assigned user must exist and be licensed; otherwise this only causes a warning. */
  assignedUserMustExist: z.boolean().optional(),
  settings: z
    .strictObject({
      /** What deleting a device does: keep it reserved for 30 days, or release it at once. */
      onDelete: z.enum(['reserve', 'release']).optional(),
      /** A partner's row whose device nobody knows: refused, or registered by its names alone. */
      unknownTuples: z.enum(unknownTuples).optional(),
      /** How many devices may go without a second person, where nothing has been set yet. */
      limit: z
        .strictObject({
          floor: z.int().min(0),
          share: z.number().min(0).max(1),
          hours: z.int().min(1).max(720),
        })
        .optional(),
    })
    .optional(),
  /** Microsoft's public clients that tools use: all, none, or those named. Absent: all in an emulator, otherwise none. */
  wellKnownClients: z.union([z.boolean(), z.array(wellKnownClientName)]).optional(),
  users: z.array(user).default([]),
  applications: z.array(application).default([]),
  groups: z.array(group).default([]),
  profiles: z.array(profile).default([]),
  devices: z.array(device).default([]),
  webhooks: z.array(webhook).default([]),
})

export const seedFile = z.strictObject({ tenants: z.array(tenant).default([]) })

export type Seed = z.output<typeof seedFile>
/** What the file may contain. */
export type SeedInput = z.input<typeof seedFile>
export type SeedTenant = Seed['tenants'][number]
