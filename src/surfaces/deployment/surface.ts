import type { SurfacePlace } from '../http/surface.ts'

export const deploymentPlace: SurfacePlace = {
  name: 'deployment',
  priority: 'device',
  hosts: [],
  paths: ['/ztd'],
}
