/** The application that a request names, as it is now. */
import type { Application, Applications } from '../../core/applications/application.ts'
import type { TenantId } from '../../core/ids.ts'
import { firstPartyApplication } from '../core/first-party.ts'
import { disabledApplication, noPrincipal, unknownApplication } from './faults/client-faults.ts'
import { Refused } from './faults/fault.ts'

export type ClientDeps = {
  readonly applications: Pick<Applications, 'find'>
  /** Where the portal lives. */
  readonly publicUrl: string
}

/** Throws Refused where the tenant has no such application, or it is stopped. */
export async function findApplication(
  { applications, publicUrl }: ClientDeps,
  tenantId: TenantId,
  clientId: string,
): Promise<Application> {
  const application =
    (await applications.find(tenantId, clientId)) ??
    firstPartyApplication(clientId.toLowerCase(), { tenantId, publicUrl })
  if (application === undefined) throw new Refused(unknownApplication(clientId, tenantId))
  if (!application.hasPrincipal) throw new Refused(noPrincipal(application.id, tenantId))
  if (!application.enabled) throw new Refused(disabledApplication(application, tenantId))
  return application
}
