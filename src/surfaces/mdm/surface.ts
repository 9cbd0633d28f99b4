import type { SurfacePlace } from '../http/surface.ts'

export const mdmPlace: SurfacePlace = {
  name: 'mdm',
  priority: 'device',
  hosts: [],
  paths: ['/enrollmentserver', '/omadm'],
}
