import type { SurfacePlace } from '../http/surface.ts'

export const emulatorPlace: SurfacePlace = {
  name: 'emulator',
  priority: 'program',
  hosts: [],
  paths: ['/emulator'],
}
