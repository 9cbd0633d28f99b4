import type { SurfacePlace } from '../http/surface.ts'

export const oemPlace: SurfacePlace = {
  name: 'oem',
  priority: 'program',
  hosts: [],
  paths: ['/oem'],
}
