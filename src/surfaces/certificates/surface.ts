import type { SurfacePlace } from '../http/surface.ts'

export const certificatesPlace: SurfacePlace = {
  name: 'certificates',
  priority: 'person',
  hosts: [],
  paths: ['/verify', '/.well-known/taxiway-release-keys'],
}
