/** The surfaces of devices: their first boot, and their management. */
import type { Base } from './base.ts'
import { type DeploymentNeeds, deploymentSurface } from './deployment.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { mdmSurface } from './mdm.ts'
import { enrollmentPortsOn } from './ports/enrollment-ports.ts'

export type DeviceNeeds = Omit<DeploymentNeeds, 'enroll'> & { readonly provider: IdentityProvider }

export async function deviceSurfaces(base: Base, { provider, ...needs }: DeviceNeeds) {
  const enroll = enrollmentPortsOn(base)
  return {
    deployment: await deploymentSurface(base, { ...needs, enroll }),
    mdm: mdmSurface(base, { provider, enroll, deciding: needs.deciding }),
  }
}
