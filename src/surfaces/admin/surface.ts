import type { SurfacePlace } from '../http/surface.ts'

export const adminPlace: SurfacePlace = {
  name: 'admin',
  priority: 'program',
  hosts: [],
  paths: ['/admin'],
  exports: ['/admin/v1/audit/export', '/admin/v1/jobs/:id/result'],
}
