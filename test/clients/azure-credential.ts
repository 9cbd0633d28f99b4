/** The credential of Microsoft's own libraries, as their documentation sets it up for another cloud. */
import { ClientSecretCredential } from '@azure/identity'
import type { ClientServer } from './support.ts'

/** `tenant`: by its id unless another name of it is given. */
export function credentialOf(
  { origin, clientId, clientSecret, ...server }: ClientServer,
  tenant = server.tenant,
): ClientSecretCredential {
  return new ClientSecretCredential(tenant, clientId, clientSecret, {
    authorityHost: origin,
    disableInstanceDiscovery: true,
  })
}
