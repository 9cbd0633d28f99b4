/**
 * The providers of the tenants in use: made when first asked for, the longest unused dropped.
 *
 * A provider holds nothing that is not in the database, so dropping one costs only the making of it anew;
 * and one whose signing key is no longer the active one is replaced the same way.
 */
import type Provider from 'oidc-provider'
import type { TenantId } from '../../core/ids.ts'
import type { KeyRing } from '../core/key-ring.ts'
import type { NodeHandler } from './ask-provider.ts'
import type { ProviderDeps, ProviderPages } from './tenant-provider.ts'

const maxProviders = 200

/** A provider, and how to ask it by HTTP. */
export type TenantProvider = { readonly provider: Provider; readonly handler: NodeHandler }

export type TenantProviders = (tenantId: TenantId) => Promise<TenantProvider>

export function tenantProviders(
  deps: ProviderDeps & { readonly pages: ProviderPages },
  keys: Pick<KeyRing, 'current'>,
): TenantProviders {
  const known = new Map<TenantId, TenantProvider & { readonly kid: string }>()

  return async (tenantId) => {
    // An eighth of the server's code; programs that show a secret do without.
    const { tenantProvider } = await import('./tenant-provider.ts')
    const keySet = await keys.current()
    const { kid } = keySet.active
    const found = known.get(tenantId)
    const entry = found?.kid === kid ? found : made(tenantProvider(deps, tenantId, keySet), kid)
    // A Map keeps the order of insertion, so its first key is the longest unused.
    known.delete(tenantId)
    known.set(tenantId, entry)
    const oldest = known.keys().next()
    if (known.size > maxProviders && !oldest.done) known.delete(oldest.value)
    return entry
  }
}

function made(provider: Provider, kid: string): TenantProvider & { readonly kid: string } {
  return { provider, handler: provider.callback(), kid }
}
