/** A registry with devices that have TPMs: what every test of first boot begins with. */
import { createPrivateKey } from 'node:crypto'
import { memoryProver, type Prover, type Service } from 'taxiway-device'
import type { AppOptions } from '../../src/compose/app-options.ts'
import { endorsementKeys, type HashFixture, hashFixtures } from '../support/hardware-hashes.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, openRegistry, origin } from '../support/registry.ts'

export type TestMachine = { readonly fixture: HashFixture; readonly prover: Prover }

/** The fixtures whose TPM keys are known. */
export const machines: readonly TestMachine[] = hashFixtures.flatMap((fixture) => {
  const pem = endorsementKeys.get(fixture.id)
  return pem === undefined ? [] : [{ fixture, prover: memoryProver(createPrivateKey(pem)) }]
})

export function machine(number: number): TestMachine {
  const found = machines[number]
  if (found === undefined) throw new Error(`there is no machine ${number}`)
  return found
}

export async function openFirstBoot(options: Partial<AppOptions> = {}) {
  const registry = await openRegistry(localBackend, options)
  const service: Service = { origin, ask: (request) => registry.app.fetch(request) }

  /** Imports the hash; answers the id of the registration. */
  async function register(
    client: Client,
    hardwareIdentifier: string,
    groupTag = '',
  ): Promise<string> {
    const posted = await client.ask(
      'POST',
      '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities',
      { serialNumber: '', productKey: '', hardwareIdentifier, groupTag },
    )
    const { id } = (await posted.json()) as { id: string }
    while (await registry.app.decideNext());
    const answer = await client.ask(
      'GET',
      `/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities/${id}`,
    )
    const { state } = (await answer.json()) as { state: Readonly<Record<string, string>> }
    if (state['deviceImportStatus'] !== 'complete') throw new Error(JSON.stringify(state))
    return state['deviceRegistrationId'] ?? ''
  }

  /** A profile for all devices of the tenant; answers its id. */
  async function assignProfile(client: Client, members: object = {}): Promise<string> {
    const made = await client.ask(
      'POST',
      '/beta/deviceManagement/windowsAutopilotDeploymentProfiles',
      {
        '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
        displayName: 'Standard',
        outOfBoxExperienceSetting: { userType: 'standard', deviceUsageType: 'singleUser' },
        ...members,
      },
    )
    const { id } = (await made.json()) as { id: string }
    const assigned = await client.ask(
      'POST',
      `/beta/deviceManagement/windowsAutopilotDeploymentProfiles/${id}/assignments`,
      { target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } },
    )
    if (assigned.status !== 201) throw new Error(await assigned.text())
    return id
  }

  async function json<T = Record<string, unknown>>(client: Client, path: string): Promise<T> {
    const answer = await client.ask('GET', path)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  const device = (client: Client, id: string) =>
    json(client, `/beta/deviceManagement/windowsAutopilotDeviceIdentities/${id}`)

  return { ...registry, service, register, assignProfile, json, device }
}
