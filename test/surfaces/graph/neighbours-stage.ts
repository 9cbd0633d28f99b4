/** A tenant with devices. */
import { emulationAt } from '../../support/movable-registry.ts'
import { localBackend } from '../../support/postgres.ts'
import { type Client, type Json, openRegistry } from '../../support/registry.ts'
import { register } from './registered.ts'

export let registry: Awaited<ReturnType<typeof openRegistry>>
export let tenant: Client
export let devices: readonly Json[]

/** The clock stands still unless a test moves it. */
const start = Date.now()

let ahead = 0

export async function openStage() {
  const emulation = emulationAt(() => new Date(start + ahead * 1000))
  registry = await openRegistry(localBackend, { emulation })
  tenant = await registry.newTenant()
  devices = await register(registry, tenant, { groupTag: 'Kiosk' })
}

export function pass(seconds: number): void {
  ahead += seconds
}
