import { graphHost } from 'taxiway-autopilot'
import type { SurfacePlace } from '../http/surface.ts'

export const graphPlace: SurfacePlace = {
  name: 'graph',
  priority: 'program',
  hosts: [graphHost],
  paths: ['/v1.0', '/beta'],
}
