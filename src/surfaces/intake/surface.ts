import type { SurfacePlace } from '../http/surface.ts'

export const intakePlace: SurfacePlace = {
  name: 'intake',
  priority: 'device',
  hosts: [],
  paths: ['/intake/v1'],
}
