import type { SurfacePlace } from '../http/surface.ts'

export const mdmRelayPlace: SurfacePlace = {
  name: 'mdm-relay',
  priority: 'program',
  hosts: [],
  paths: ['/omadm/results'],
}
