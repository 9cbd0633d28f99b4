/** What external providers say of themselves, and the one way in which they are asked. */
import * as oidc from 'openid-client'
import type { Outbound } from '../../../core/outbound.ts'
import type { IdentityProvider } from '../../core/identity-provider.ts'

const configurations = new Map<string, Promise<oidc.Configuration>>()
const maxConfigurations = 100

/** What the provider says of itself, read once per process for each way that it is set up. */
export function configurationOf(
  outbound: Outbound,
  provider: IdentityProvider,
): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret, privateNetwork } = provider
  const key = JSON.stringify([issuer, clientId, clientSecret, privateNetwork])
  const known = configurations.get(key)
  if (known !== undefined) return known
  const found = oidc.discovery(
    new URL(issuer),
    clientId,
    undefined,
    clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
    // Stays with the configuration: the provider's tokens and keys are asked for in the same way.
    {
      [oidc.customFetch]: (url, init) =>
        outbound.fetch(new Request(url, init as RequestInit), { privateNetwork }),
    },
  )
  if (configurations.size >= maxConfigurations) configurations.clear()
  configurations.set(key, found)
  found.catch(() => configurations.delete(key))
  return found
}
