/** Outside OpenID Connect providers that people of the tenant may sign in with. Client secrets go in, never out. */
import type { IdentityProvider as WireProvider } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Access } from '../../core/access/decide.ts'
import { ids } from '../../core/id-kinds.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import { listOf } from '../../surfaces/admin/contract.ts'
import { tenantNamed } from '../../surfaces/admin/tenants/tenant-named.ts'
import { type Input, type Route, routesWith } from '../../surfaces/http/route.ts'
import type { IdentityProvider, IdentityProviders } from '../core/identity-provider.ts'
import {
  addIdentityProvider,
  changeIdentityProvider,
  findIdentityProvider,
  markPrivateNetwork,
  removeIdentityProvider,
} from '../core/manage-identity-providers.ts'

export type IdentityProviderDeps = {
  readonly identityProviders: IdentityProviders
  readonly tenants: Pick<Tenants, 'find'>
  readonly access: Pick<Access, 'hasWhole'>
}

const text = z.string().trim().min(1).max(256)

const issuer = z
  .url({ protocol: /^https$/, error: 'must be an https:// URL' })
  .max(2048)
  .refine((url) => !/[?#@]/.test(url), 'must have no query, fragment or user name')

const providerRequest = z.strictObject({
  displayName: text,
  issuer,
  clientId: text,
  /** Null: a public client. Absent in a change: the secret stays. */
  clientSecret: z.string().min(1).max(2048).nullish(),
  /** The claim of the ID token that contains the user principal name. */
  linkClaim: text.default('preferred_username'),
  /** The required value of the claim `tid`, if one issuer serves many organizations. */
  requiredTid: text.optional(),
})

const ownNetworkRequest = z.strictObject({
  /** The provider that the operator has reviewed. */
  issuer,
  allowed: z.boolean(),
})

const providerAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  hasClientSecret: z.boolean(),
  linkClaim: z.string(),
  requiredTid: z.string().nullable(),
  /** Whether the platform operator allows it to be in the private network. */
  privateNetwork: z.boolean(),
}) satisfies z.ZodType<WireProvider>

const audit = { category: 'Tenant', resource: 'IdentityProvider' } as const
const route = routesWith<IdentityProviderDeps>()

const ownRoutes: readonly Route<IdentityProviderDeps>[] = [
  route({
    method: 'GET',
    path: '/identity-providers',
    permission: 'identity-providers.read',
    summary: 'The external providers of the tenant; never their client secrets.',
    answer: listOf(providerAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await ports.identityProviders.list(caller.tenantId)).map(presentProvider),
    }),
  }),
  route({
    method: 'POST',
    path: '/identity-providers',
    permission: 'identity-providers.write',
    audit,
    summary:
      'Let people sign in with one more provider. It takes every permission in the tenant: a provider decides who its people are.',
    body: providerRequest,
    status: 201,
    answer: providerAnswer,
    handle: async ({ ports, caller, body }) =>
      presentProvider(await addIdentityProvider(ports, caller, body)),
  }),
  route({
    method: 'GET',
    path: '/identity-providers/:id',
    permission: 'identity-providers.read',
    summary: 'One external provider of the tenant.',
    answer: providerAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.identityProvider)
      return presentProvider(await findIdentityProvider(ports, caller.tenantId, id))
    },
  }),
  route({
    method: 'PUT',
    path: '/identity-providers/:id',
    permission: 'identity-providers.write',
    audit,
    summary:
      'Change a provider, with every permission in the tenant; without `clientSecret` the one that is held stays.',
    body: providerRequest,
    answer: providerAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const change = { ...body, id: parameter('id', ids.identityProvider) }
      return presentProvider(await changeIdentityProvider(ports, caller, change))
    },
  }),
  route({
    method: 'DELETE',
    path: '/identity-providers/:id',
    permission: 'identity-providers.write',
    audit,
    summary: 'End sign-ins with it. People who are signed in stay signed in.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      removeIdentityProvider(
        ports.identityProviders,
        caller,
        parameter('id', ids.identityProvider),
      ),
  }),
]

function tenantOf({ ports, parameter }: Input<IdentityProviderDeps>) {
  return tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
}

/** An administrator names addresses, but only the platform operator knows what else is in the private network. */
const operatorRoutes: readonly Route<IdentityProviderDeps>[] = [
  route({
    method: 'GET',
    path: '/tenants/:tenant/identity-providers',
    permission: 'tenants.read',
    summary: 'The external providers of any tenant, named by id or domain.',
    answer: listOf(providerAnswer),
    handle: async (input) => {
      const found = await input.ports.identityProviders.list(await tenantOf(input))
      return { value: found.map(presentProvider) }
    },
  }),
  route({
    method: 'PUT',
    path: '/tenants/:tenant/identity-providers/:id/private-network',
    permission: 'tenants.write',
    audit: { ...audit, action: 'private-network' },
    summary: 'Let a provider with this issuer be in the private network, or no longer.',
    body: ownNetworkRequest,
    answer: providerAnswer,
    handle: async (input) => {
      const { ports, body, parameter } = input
      const tenantId = await tenantOf(input)
      const { issuer, allowed: privateNetwork } = body
      const mark = { tenantId, id: parameter('id', ids.identityProvider), issuer, privateNetwork }
      return presentProvider(await markPrivateNetwork(ports.identityProviders, mark))
    },
  }),
]

export const identityProviderRoutes = [...operatorRoutes, ...ownRoutes]

function presentProvider(provider: IdentityProvider): z.infer<typeof providerAnswer> {
  const { id, displayName, issuer, clientId, clientSecret, linkClaim } = provider
  return {
    id,
    displayName,
    issuer,
    clientId,
    hasClientSecret: clientSecret !== undefined,
    linkClaim,
    requiredTid: provider.requiredTid ?? null,
    privateNetwork: provider.privateNetwork,
  }
}
