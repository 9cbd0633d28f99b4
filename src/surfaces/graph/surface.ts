import type { SurfacePlace } from '../http/surface.ts'

export const graphPlace: SurfacePlace = {
  name: 'graph',
  hosts: ['graph.microsoft.com'],
  paths: ['/v1.0', '/beta'],
}
