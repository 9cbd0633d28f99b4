/** What creates and changes applications: Graph's shapes, and what they mean here. */
import { graphApplicationId } from 'taxiway-autopilot'
import { z } from 'zod'
import type { Application } from '../../../core/applications/application.ts'
import type {
  ApplicationKind,
  SignInSettings,
} from '../../../core/applications/application-kind.ts'
import {
  everybodysScopeIds,
  type PermissionKind,
  permissionOfId,
} from '../../../core/applications/graph-permission.ts'
import { DomainError } from '../../../core/errors.ts'
import { ofType } from '../bodies/known-members.ts'

const uris = z.object({ redirectUris: z.array(z.string().max(2048)).max(256).optional() })
const resourceAccess = z.array(
  z.object({
    resourceAppId: z.string(),
    resourceAccess: z.array(z.object({ id: z.string(), type: z.enum(['Role', 'Scope']) })).max(400),
  }),
)
const keyCredential = z.object({
  keyId: z.string().nullish(),
  displayName: z.string().max(256).nullish(),
  key: z.string().max(65_536).nullish(),
  type: z.string().nullish(),
  usage: z.string().nullish(),
})
/** A certificate with its key is added, one that is only named stays, and one that is missing goes. */
const keyCredentials = z.array(keyCredential).max(100)

const changeable = {
  signInAudience: z.string().optional(),
  isFallbackPublicClient: z.boolean().nullish(),
  web: uris.nullish(),
  spa: uris.nullish(),
  publicClient: uris.nullish(),
  requiredResourceAccess: resourceAccess.optional(),
  keyCredentials: keyCredentials.optional(),
}

const displayName = z.string().trim().min(1).max(256)
export const newApplication = z.object({ displayName, ...changeable })
export const applicationChange = z.object({ displayName: displayName.optional(), ...changeable })

/** Members that describe an application and change nothing here. */
const ignored = [
  'api',
  'appRoles',
  'description',
  'groupMembershipClaims',
  'identifierUris',
  'info',
  'logo',
  'notes',
  'optionalClaims',
  'parentalControlSettings',
  'passwordCredentials',
  'tags',
  'tokenEncryptionKeyId',
]
ofType(newApplication, { type: 'microsoft.graph.application', ignored })
ofType(applicationChange, { type: 'microsoft.graph.application', ignored })
ofType(keyCredential, {
  type: 'microsoft.graph.keyCredential',
  ignored: ['customKeyIdentifier', 'endDateTime', 'hasExtendedValue', 'startDateTime'],
})
ofType(uris, {
  ignored: ['homePageUrl', 'implicitGrantSettings', 'logoutUrl', 'redirectUriSettings'],
  mayBeEmpty: true,
})

type Change = z.output<typeof applicationChange>

export type WantedApplication = Partial<SignInSettings> & {
  readonly requestedRoles?: readonly string[]
}

/** What of an application the request changes; `before` = how it is now. */
export function wantedApplication(change: Change, before?: Application): WantedApplication {
  refuseOtherTenants(change.signInAudience)
  return { ...wantedKind(change, before), ...wantedAccess(change) }
}

function refuseOtherTenants(audience: string | undefined): void {
  if (audience === undefined || audience === 'AzureADMyOrg') return
  throw new DomainError(
    'request-invalid',
    `signInAudience '${audience}' is not possible here: applications belong to one tenant. Use AzureADMyOrg.`,
  )
}

const placeOf = { web: 'web', spa: 'spa', native: 'publicClient' } as const
const kinds: readonly ApplicationKind[] = ['web', 'spa', 'native']

function wantedKind(change: Change, before?: Application): Partial<SignInSettings> {
  const urisOf = (kind: ApplicationKind) => {
    const given = change[placeOf[kind]]
    const kept = before?.signIn.kind === kind && given !== null ? before.signIn.redirectUris : []
    return given?.redirectUris ?? kept
  }
  const used = kinds.filter((kind) => urisOf(kind).length > 0)
  if (used.length > 1)
    throw new DomainError(
      'request-invalid',
      `Redirect URIs are given for ${used.map((kind) => placeOf[kind]).join(' and ')}: an application here is one kind of program. Register one application for each.`,
    )
  const { isFallbackPublicClient: isFallback = before?.signIn.kind === 'native' } = change
  const kind = used[0] ?? (isFallback === true ? 'native' : 'web')
  return { kind, redirectUris: urisOf(kind) }
}

function wantedAccess({ requiredResourceAccess }: Change) {
  if (requiredResourceAccess === undefined) return {}
  const all = requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map((each) => ({ ...each, resourceAppId: resourceAppId.toLowerCase() })),
  )
  const named = (type: 'Role' | 'Scope', kind: PermissionKind) =>
    all
      .filter((each) => each.type === type && !everybodysScopeIds.has(each.id.toLowerCase()))
      .map((each) => permissionName(kind, each))
  return { requestedRoles: named('Role', 'role'), delegatedScopes: named('Scope', 'scope') }
}

function permissionName(
  kind: PermissionKind,
  { id, resourceAppId }: { readonly id: string; readonly resourceAppId: string },
): string {
  const found = resourceAppId === graphApplicationId ? permissionOfId(kind, id) : undefined
  if (found !== undefined) return found.name
  throw new DomainError(
    'request-invalid',
    `The ${kind} ${id} of the resource ${resourceAppId} is not one of those here. The service principal of Microsoft Graph (appId ${graphApplicationId}) lists them all.`,
  )
}
