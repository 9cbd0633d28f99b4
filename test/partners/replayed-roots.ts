/** Recorded conversations at both roots. */
import { describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { examples, type Variables } from './examples.ts'
import { knownDevices } from './known-devices.ts'
import { ids, type World } from './partner-world.ts'
import { named, replay, world } from './replay-stage.ts'

const partnerExamples = examples.filter(({ name }) => !/^1[67]-/.test(name))

const roots = ['/partnercenter/v1', '/v1'] as const

describe.each(roots)('at %s', (root) => {
  test.each(partnerExamples)('$name', async ({ name, setup, steps }) => {
    const variables: Variables = { ...ids }
    if (setup.consent === 'granted') await world.consent()
    await prepare(name, variables, root)
    for (const step of steps) await replay(step, variables, root)
  })
})

async function prepare(name: string, variables: Variables, root: string): Promise<void> {
  const known = {
    '03': [1, 3],
    '04': [8],
    '06': [1, 3],
    '07': [1, 3],
    '08': [1],
    '09': [1, 3],
    '10': [1, 3],
    '12': [1, 3],
  }
  const number = name.slice(0, 2) as keyof typeof known
  await knownDevices(world, known[number] ?? [])
  if (number === '08') {
    await register(world.clients.customer, 6)
    await register(world.clients.stranger, 3)
    await knownDevices(world, [4, 5], { manufacturer: 'ACME', model: 'Twin', serialNumber: '0001' })
  }
  if (name.startsWith('13')) await batch(root, 'Autumn intake', [{ productKey: '1' }])
  if (number === '09') await hundred(root)
  const first = named('03')
  if (['06', '07', '09', '10', '12'].includes(number))
    for (const step of first.steps) await replay(step, variables, root)
  if (number !== '12') return
  const made = await send('POST', `${root}/customers/${ids.customerId}/policies`, {
    name: 'Standard',
    policySettings: ['skip_eula'],
  })
  const devices = await send(
    'GET',
    `${root}/customers/${ids.customerId}/deviceBatches/autumn%20intake/devices`,
  )
  Object.assign(variables, { policyId: made.body.id, deviceId: devices.body.items[0].id })
}

async function register({ ask }: World['clients']['customer'], fixture: number): Promise<void> {
  const { hardwareHash, serial } = hashFixture(fixture)
  const path = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
  const made = await ask('POST', path, { serialNumber: serial, hardwareIdentifier: hardwareHash })
  expect(made.status).toBe(201)
  await world.registry.decideAll()
}

const send = (method: string, path: string, body?: object) =>
  world.send(method, path, { token: world.tokens.partner, body })

async function batch(root: string, batchId: string, devices: readonly object[]): Promise<void> {
  const path = `${root}/customers/${ids.customerId}/deviceBatches`
  expect((await send('POST', path, { batchId, devices })).status).toBe(202)
  await world.registry.decideAll()
}

/** 130 devices in one batch; what made them is another test's. */
async function hundred(root: string): Promise<void> {
  await batch(root, 'Hundred', [{ hardwareHash: hashFixture(2).hardwareHash }])
  await world.registry.store.pool.query(
    `insert into device (tenant_id, device_id, serial_number, directory_object_id, directory_device_id, channel, partner_id, batch_key)
     select $1, gen_random_uuid(), 'S' || n, gen_random_uuid(), gen_random_uuid(), 'partnerCenter', $2, 'hundred'
     from generate_series(2, 130) as n`,
    [ids.customerId, ids.partnerId],
  )
}
