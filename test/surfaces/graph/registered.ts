/** A tenant with the ten fixtures registered, and what tests of the surface ask again and again. */
import { hashFixtures } from '../../support/hardware-hashes.ts'
import { type Client, type Json, json, type openRegistry } from '../../support/registry.ts'

export const management = '/deviceManagement'
export const beta = `/beta${management}`
export const v1 = `/v1.0${management}`
export const importedSet = 'importedWindowsAutopilotDeviceIdentities'
export const identitySet = 'windowsAutopilotDeviceIdentities'
export const profileSet = 'windowsAutopilotDeploymentProfiles'

type Registry = Awaited<ReturnType<typeof openRegistry>>

/** Registers the fixtures numbered `from` to `to`, all with `groupTag`; answers the identities, in order. */
export async function register(
  registry: Registry,
  tenant: Client,
  { from = 1, to = 10, groupTag = '' } = {},
): Promise<readonly Json[]> {
  const answer = await tenant.ask('POST', `${v1}/${importedSet}/import`, {
    importedWindowsAutopilotDeviceIdentities: hashFixtures.slice(from - 1, to).map((fixture) => ({
      serialNumber: fixture.serial,
      hardwareIdentifier: fixture.hardwareHash,
      groupTag,
    })),
  })
  const { value } = await json(answer)
  await registry.decideAll()
  const ids = await Promise.all(
    value.map(async ({ id }: Json) => {
      const receipt = await json(tenant.ask('GET', `${v1}/${importedSet}/${id}`))
      return receipt.state.deviceRegistrationId
    }),
  )
  return await Promise.all(ids.map((id) => json(tenant.ask('GET', `${beta}/${identitySet}/${id}`))))
}

/** The status and the body, parsed where there is one. */
export async function answer(response: Response | Promise<Response>): Promise<[number, Json]> {
  const given = await response
  const text = await given.text()
  return [given.status, text === '' ? undefined : JSON.parse(text)]
}

export const encoded = (filter: string) => encodeURIComponent(filter)
