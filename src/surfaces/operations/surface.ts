import type { SurfacePlace } from '../http/surface.ts'

export const operationsPlace: SurfacePlace = {
  name: 'operations',
  priority: 'health',
  hosts: [],
  paths: ['/livez', '/readyz', '/metrics'],
}
