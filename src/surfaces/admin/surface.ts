import type { SurfacePlace } from '../http/surface.ts'

export const adminPlace: SurfacePlace = { name: 'admin', hosts: [], paths: ['/admin'] }
