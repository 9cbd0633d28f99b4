/** `AutopilotConfigurationFile.json` of a profile, byte for byte as a device needs it. */
import { offlineFile, offlineFileName } from '../../../core/deployment/offline-file.ts'
import { DomainError } from '../../../core/errors.ts'
import type { Profile } from '../../../core/profiles/profile.ts'
import type { Tenant } from '../../../core/tenants/tenant.ts'

export function configurationFile(profile: Profile, tenant: Tenant | undefined): Response {
  if (tenant === undefined) throw new DomainError('not-found', 'The tenant is gone.')
  const file = offlineFile(profile, tenant)
  if (!file.ok) throw new DomainError('conflict', file.reason)
  return new Response(Buffer.from(file.bytes), {
    headers: {
      'content-type': 'application/json; charset=us-ascii',
      'content-disposition': `attachment; filename="${offlineFileName}"`,
    },
  })
}
