import { partnerCenterHost } from 'taxiway-autopilot'
import type { SurfacePlace } from '../http/surface.ts'

/** The .NET SDK keeps only scheme, host and port of its root address, so the same is at `/v1`. [observed] */
export const partnerCenterPlace: SurfacePlace = {
  name: 'partner-center',
  priority: 'program',
  hosts: [partnerCenterHost],
  ownsHosts: true,
  // A client puts its root before an address that begins with a slash. [observed: CIPP]
  joinsSlashes: true,
  paths: ['/partnercenter', '/v1/customers', '/v1/relationships'],
}
