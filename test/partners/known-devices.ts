/** What a maker reported, and an empty registry for the next test. */
import { hashFixture } from '../support/hardware-hashes.ts'
import { ids, type World } from './partner-world.ts'

/** Reported by the maker's program, each under its own names unless others are given. */
export async function knownDevices(
  { registry, send }: World,
  fixtures: readonly number[],
  names: object = {},
): Promise<void> {
  if (fixtures.length === 0) return
  const token = await oemToken(registry)
  const devices = fixtures.map((number) => {
    const { manufacturer, model, serial, productKeyId, hardwareHash } = hashFixture(number)
    const own = { manufacturer, model, serialNumber: serial, productKeyId }
    return { ...own, ...names, hardwareHash }
  })
  const { status, body } = await send('POST', '/oem/v1/inventory', { token, body: { devices } })
  if (status !== 202) throw new Error(JSON.stringify(body))
}

const everyRole = ['Taxiway.Oem.Register', 'Taxiway.Oem.Deregister', 'Taxiway.Oem.Inventory']

/** By the door of programs: a secret, and a token for the OEM surface. */
export async function oemToken(
  { app }: World['registry'],
  roles: readonly string[] = everyRole,
  tenantId = ids.oemId,
): Promise<string> {
  const { createApplication } = await import('../../src/core/applications/application.ts')
  const made = await createApplication(app.applications, {
    tenantId,
    displayName: 'Plant',
    roles,
  })
  const answer = await app.fetch(
    new Request(`https://localhost:8443/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: made.applicationId,
        client_secret: made.secret,
        scope: 'api://taxiway-oem/.default',
      }),
    }),
  )
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

export async function resetWorld({ registry }: World): Promise<void> {
  await registry.freeDevices()
  await registry.store.pool.query(
    'truncate consent, relationship_request, device_batch, channel_import, partner_policy, policy_job, known_device, known_token, kept_answer, profile_device, deployment_profile cascade',
  )
}
