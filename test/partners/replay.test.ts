/** Recorded conversations of the .NET SDK, the PowerShell module and CIPP, at both roots and by host. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { differences, type Example, examples, filled, type Variables } from './examples.ts'
import { knownDevices, resetWorld } from './known-devices.ts'
import { type Answer, ids, openWorld, type World } from './partner-world.ts'

let world: World
const opened = openWorld()

beforeEach(async () => {
  world = await opened
  await resetWorld(world)
})
afterAll(async () => {
  const { registry } = await opened
  await registry.close()
  expect(registry.failures).toEqual([])
})

const partnerExamples = examples.filter(({ name }) => !name.startsWith('17-'))
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
  const first = examples.find((each) => each.name.startsWith('03')) as Example
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

async function replay(step: Json, variables: Variables, root: string): Promise<void> {
  // Faults are the emulator's.
  if (/throttle/.test(step.precondition ?? '')) return
  const asked = filled(step.request, variables)
  const path = asked.path.replace(/^\/partnercenter\/v1/, root)
  const { Authorization: sent, 'Content-Length': _, ...headers } = asked.headers ?? {}
  const isAnonymous = asked.headers !== undefined && sent === undefined
  const token = isAnonymous ? undefined : tokenOf(step.as ?? asked.as ?? 'partner', asked.path)
  const request = { headers, token, body: asked.body ?? asked.bodyTemplate }
  const answer = await answered(() => world.send(asked.method, path, request), step.repeatUntil)
  check(filled(step.expect, variables), answer, { title: `${asked.method} ${path}`, headers })
  capture(step.capture ?? {}, answer, variables)
}

type Sent = { readonly title: string; readonly headers: Readonly<Record<string, string>> }

function check(expected: Json, answer: Answer, { title, headers }: Sent): void {
  const status = `${title}: ${JSON.stringify(answer.body)}`
  expect(differences(expected.status, answer.status, status)).toEqual([])
  if (expected.bodyEmpty) expect(answer.body, title).toBeUndefined()
  for (const [name, each] of Object.entries<string>(expected.headers ?? {})) {
    const wanted = each === '$sameAsRequest' ? (headers[name] ?? '$string') : each
    expect(differences(wanted, answer.headers.get(name), `${title} ${name}`)).toEqual([])
  }
  if (expected.body) expect(differences(expected.body, answer.body), title).toEqual([])
}

/** A person of the partner has one token for Partner Center and one for the admin API. */
function tokenOf(who: string, path: string): string | undefined {
  const isAdmin = path.startsWith('/admin/') && who === 'partner'
  const tokens: Readonly<Record<string, string>> = world.tokens
  return tokens[isAdmin ? 'partnerAdmin' : who]
}

/** A job is readable at once, and is asked for again until it ends. */
async function answered(ask: () => Promise<Answer>, wait: Json): Promise<Answer> {
  const answer = await ask()
  if (wait === undefined) return answer
  expect(['queued', 'processing', ...wait.in]).toContain(answer.body.status)
  await world.registry.decideAll()
  return await ask()
}

function capture(wanted: Json, answer: Answer, variables: Variables): void {
  for (const [name, from] of Object.entries<Json>(wanted)) {
    const text =
      from.header === undefined
        ? from.bodyPath.split('.').reduce((at: Json, key: string) => at?.[key], answer.body)
        : (answer.headers.get(from.header) ?? '')
    variables[name] = from.split
      ? text.split(from.split)[from.index]
      : from.group
        ? (/([0-9a-f-]{36})$/.exec(text)?.[from.group] ?? '')
        : text
  }
}
