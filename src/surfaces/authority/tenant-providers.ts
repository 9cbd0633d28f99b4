/**
 * The providers of the tenants in use: made when first asked for, the longest unused dropped.
 *
 * A provider holds nothing that is not in the database, so dropping one costs only the making of it anew;
 * and one whose signing key is no longer the active one is replaced the same way.
 */
import type { KeyRing } from '../../core/access/key-ring.ts'
import type { TenantId } from '../../core/ids.ts'
import type { NodeHandler } from './ask-provider.ts'
import { type ProviderDeps, tenantProvider } from './tenant-provider.ts'

const mostProviders = 200

export type TenantProviders = (tenantId: TenantId) => Promise<NodeHandler>

export function tenantProviders(
  deps: ProviderDeps,
  keys: Pick<KeyRing, 'current'>,
): TenantProviders {
  const known = new Map<TenantId, { readonly kid: string; readonly handler: NodeHandler }>()

  return async (tenantId) => {
    const keySet = await keys.current()
    const { kid } = keySet.active
    const found = known.get(tenantId)
    const entry =
      found?.kid === kid
        ? found
        : { kid, handler: tenantProvider(deps, tenantId, keySet).callback() }
    // A Map keeps the order of insertion, so its first key is the longest unused.
    known.delete(tenantId)
    known.set(tenantId, entry)
    const oldest = known.keys().next()
    if (known.size > mostProviders && !oldest.done) known.delete(oldest.value)
    return entry.handler
  }
}
