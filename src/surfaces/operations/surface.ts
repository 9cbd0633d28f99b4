import type { SurfacePlace } from '../http/surface.ts'

export const operationsPlace: SurfacePlace = {
  name: 'operations',
  hosts: [],
  paths: ['/livez', '/readyz', '/metrics'],
}
