/** Conversations about the life of a device, as our own contract has them: transfer, repair, approval, association. */
import { randomUUID } from 'node:crypto'
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { differences, examplesIn, filled, type Variables } from '../partners/examples.ts'
import { ids, openWorld, type World } from '../partners/partner-world.ts'
import { capturesOf } from '../repairs/captures.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { base64 } from '../support/machines.ts'
import type { Json } from '../support/registry.ts'

const graph = 'https://graph.microsoft.com'
const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

let world: World
let tokens: Readonly<Record<string, string>>

beforeAll(async () => {
  world = await openWorld()
  const person = (name: string, ...roles: string[]) =>
    world.personToken(ids.customerId, { name, roles, aud: graph })
  tokens = {
    ...world.tokens,
    deviceManager: await person('manager', 'Autopilot device manager'),
    approver: await person('approver', 'Autopilot approver'),
    serviceDesk: await person('desk', 'Autopilot service desk'),
  }
})
afterAll(async () => {
  await world.registry.close()
  expect(world.registry.failures).toEqual([])
})

/** The ids of the registrations. */
async function registered(hashes: readonly string[]): Promise<readonly string[]> {
  const rows = hashes.map((hardwareIdentifier) => ({ hardwareIdentifier, importId: randomUUID() }))
  const sent = await world.send('POST', `${imports}/import`, {
    token: world.tokens.customerAdmin,
    body: { importedWindowsAutopilotDeviceIdentities: rows },
  })
  await world.registry.decideAll()
  const records: Json[] = await Promise.all(
    sent.body.value.map(({ id }: Json) => world.clients.customer.ask('GET', `${imports}/${id}`)),
  ).then((answers) => Promise.all(answers.map((answer) => answer.json())))
  return records.map(({ state }) => state.deviceRegistrationId)
}

const link = (linkId: string, more: object = {}) =>
  Buffer.from(
    JSON.stringify({
      SerialNumber: 'AS-1',
      Manufacturer: 'Contoso',
      ModelName: 'Book',
      linkId,
      ...more,
    }),
  ).toString('base64')

/** What an example begins with. */
const prepared: Readonly<Record<string, () => Promise<Variables>>> = {
  '21': async () => {
    const [deviceId = ''] = await registered([hashFixture(6).hardwareHash])
    return { deviceId }
  },
  '22': async () => {
    const { before, after } = capturesOf['tpm-one-nic']('example')
    const [deviceId = ''] = await registered([base64(before)])
    return { deviceId, newHash: base64(after) }
  },
  '23': async () => {
    const fleet = [...makeFleet({ seed: 'example', count: 50, mix: { dell: 1 } })]
    const found = await registered(fleet.map((each) => each.hash().text))
    const { body } = await world.send('POST', '/admin/v1/removal-plans', {
      token: tokens['deviceManager'],
      body: { select: { ids: found }, order: 'intune-autopilot' },
    })
    return { planOf50: body.id }
  },
  '24': async () => ({
    linkA: link('one'),
    linkB: link('one', { created: '2026-11-02' }),
    linkC: link('two'),
    policyId: randomUUID(),
  }),
}

test.each(examplesIn('lifecycle'))('$name', async ({ name, steps }) => {
  const variables: Variables = { ...ids, ...(await prepared[name.slice(0, 2)]?.()) }
  for (const step of steps) await replay(step, variables)
})

async function replay(step: Json, variables: Variables): Promise<void> {
  const { method, path, body, headers } = filled(step.request, variables)
  const token = tokens[step.as ?? 'customerAdmin']
  const answer = await world.send(method, path, { token, body, headers })
  const expected = filled(step.expect, variables)
  const title = `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`
  expect(answer.status, title).toBe(expected.status)
  if (expected.body !== undefined)
    expect(differences(expected.body, answer.body), title).toEqual([])
  for (const [as, { bodyPath }] of Object.entries<Json>(step.capture ?? {}))
    variables[as] = bodyPath.split('.').reduce((at: Json, key: string) => at?.[key], answer.body)
}
