/** A strict tenant with devices. */
import { localBackend } from '../../support/postgres.ts'
import { type Client, type Json, openRegistry } from '../../support/registry.ts'
import { answer, beta, identitySet, register } from './registered.ts'

export let registry: Awaited<ReturnType<typeof openRegistry>>

export let tenant: Client

export let devices: readonly Json[]

export async function openStage() {
  registry = await openRegistry(localBackend, { fidelity: 'strict', throttling: 'off' })
  tenant = await registry.newTenant()
  devices = await register(registry, tenant)
}

export const list = (query: string) => answer(tenant.ask('GET', `${beta}/${identitySet}?${query}`))
