import type { SurfacePlace } from '../http/surface.ts'

export const emulatorPlace: SurfacePlace = { name: 'emulator', hosts: [], paths: ['/emulator'] }
