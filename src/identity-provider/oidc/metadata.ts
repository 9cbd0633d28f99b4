/**
 * What OpenID Connect Discovery does not say and clients of Entra read.
 *
 * The discovery document itself comes from the provider, so that it names what is switched on and no more.
 */
import type { PublicOrigin } from '../../surfaces/http/public-origin.ts'
import { unknownInstance } from './faults/address-faults.ts'
import { Refused } from './faults/fault.ts'

/** Entra's additions to a tenant's discovery document. */
export function entraDiscovery(publicUrl: string) {
  const { host } = new URL(publicUrl)
  return { tenant_region_scope: null, cloud_instance_name: host, msgraph_host: host }
}

/**
 * The answer of instance discovery: every host we answer under is one and the same authority. `endpoint` is
 * the authorize address a client asks about, and refused when it is on no host of ours.
 */
export function instanceMetadata(
  endpoint: string | undefined,
  origin: string,
  { configured, hosts }: PublicOrigin,
) {
  const url = endpoint === undefined ? null : URL.parse(endpoint)
  const tenant = url?.pathname.split('/')[1]
  const { hostname, port } = new URL(configured)
  const { host } = new URL(origin)
  const names = [hostname, ...hosts]
  if (!tenant || url?.protocol !== 'https:' || !names.includes(url.hostname))
    throw new Refused(unknownInstance)
  const aliases = [
    host,
    ...names.flatMap((name) => (port === '' ? [name] : [`${name}:${port}`, name])),
  ]
  return {
    tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [...new Set(aliases)] }],
  }
}
