/** Recorded conversations of the .NET SDK, the PowerShell module and CIPP, at both roots and by host. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Json, origin } from '../support/registry.ts'
import { differences, type Example, examples, filled, type Variables } from './examples.ts'
import { knownDevices, oemToken, resetWorld } from './known-devices.ts'
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

const partnerExamples = examples.filter(({ name }) => !/^1[67]-/.test(name))
const named = (start: string) => examples.find(({ name }) => name.startsWith(start)) as Example
const roots = ['/partnercenter/v1', '/v1'] as const

describe.each(roots)('at %s', (root) => {
  test.each(partnerExamples)('$name', async ({ name, setup, steps }) => {
    const variables: Variables = { ...ids }
    if (setup.consent === 'granted') await world.consent()
    await prepare(name, variables, root)
    for (const step of steps) await replay(step, variables, root)
  })
})

test('17: an OEM asks for consents, reports what it built, registers and deregisters', async () => {
  const plant = await world.registry.newClient(ids.oemId, ['Taxiway.Oem.Register'])
  await world.consent({}, plant.token, { scopes: ['devices.add', 'devices.remove.own'] })
  const variables = { ...ids, oem: await oemToken(world.registry) }
  for (const step of named('17').steps) await replay({ ...step, as: 'oem' }, variables, '')
})

test('17: a program that only registers takes no device away, and one that only deregisters adds none', async () => {
  const plant = await world.registry.newClient(ids.oemId, ['Taxiway.Oem.Register'])
  await world.consent({}, plant.token, { scopes: ['devices.add', 'devices.remove.own'] })
  const tenant = { tenantId: ids.customerId, tenantDomain: 'aerofleet.test' }
  const add = { rowId: '1', ...tenant, productKeyId: '3556320606995' }
  const remove = { ...add, tenantId: '', tenantDomain: '' }
  for (const [role, devices, status] of [
    ['Taxiway.Oem.Register', [add], 202],
    ['Taxiway.Oem.Register', [add, remove], 403],
    ['Taxiway.Oem.Deregister', [remove], 202],
    ['Taxiway.Oem.Deregister', [add], 403],
    ['Taxiway.Oem.Inventory', [add], 403],
  ] as const) {
    const token = await oemToken(world.registry, [role])
    const answer = await world.send('POST', '/oem/v1/devices', { token, body: { devices } })
    expect([role, devices.length, answer.status]).toEqual([role, devices.length, status])
  }
})

describe('16: files for Partner Center', () => {
  type Case = {
    readonly name: string
    readonly text?: string
    readonly encoding?: string
    readonly rowsRepeated?: number
    readonly rows?: readonly Readonly<Record<string, string>>[]
    readonly findings?: readonly { readonly line?: number; readonly code: string }[]
  }
  const cases: readonly Case[] = named('16').cases ?? []
  const header =
    'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model'

  test.each(cases)('$name', async (each) => {
    await world.consent()
    const text: string =
      each.rowsRepeated === undefined
        ? filled(each.text, {})
        : [header, ...Array.from({ length: each.rowsRepeated }, (_, n) => `S${n},,,ACME,One`)].join(
            '\n',
          )
    const bytes = each.encoding?.startsWith('utf-16le')
      ? Buffer.from(`\uFEFF${text}`, 'utf16le')
      : Buffer.from(text)
    const checked = await world.registry.app.fetch(
      new Request(`${origin}/admin/v1/channels/partnerCenter/check`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.tokens.customerAdmin}`,
          'content-type': 'text/csv',
        },
        body: bytes,
      }),
    )
    const found = (await checked.json()) as Json
    const errors = found.findings.filter(({ severity }: Json) => severity === 'error')
    expect(errors).toMatchObject(each.findings ?? [])
    const upload = await world.send(
      'POST',
      `/admin/v1/partner/customers/${ids.customerId}/uploads`,
      {
        token: world.tokens.partnerAdmin,
        body: { batchId: each.name, file: text },
      },
    )
    expect(upload.status, JSON.stringify(upload.body)).toBe(each.findings === undefined ? 200 : 400)
    if (each.rows === undefined) return
    expect(found.rows).toBe(each.rows.length)
    const { rows } = await world.registry.store.pool.query(
      `select row.serial_number, row.product_key, row.manufacturer, row.model, hash_id is not null as has_hash
       from import_row as row left join hardware_hash on hash_id = (left(row.import_id::text, 28) || lpad(to_hex(row.row_number), 8, '0'))::uuid
       where import_id = $1 order by row_number`,
      [upload.body.jobId],
    )
    expect(rows).toEqual(
      each.rows.map((row) => ({
        serial_number: row['serialNumber'] ?? null,
        product_key: row['productKey'] ?? null,
        manufacturer: row['oemManufacturerName'] ?? null,
        model: row['modelName'] ?? null,
        has_hash: row['hardwareHash'] !== undefined,
      })),
    )
  })

  test('files of retired channels are judged by their own rules, and registering them is refused with the successor', async () => {
    const ask = (key: string, act: string, file: string) =>
      world.send('POST', `/admin/v1/channels/${key}/${act}`, {
        token: world.tokens.customerAdmin,
        body: { file },
      })
    const store = 'Device Serial Number,Windows Product ID,Hardware Hash'
    const { hardwareHash, serial } = hashFixture(6)
    const good = `${store}\r\n${serial},,${hardwareHash}\r\n`
    const tagged = `${store},Group Tag\r\n${serial},,${hardwareHash},Kiosk\r\n`
    for (const key of ['storeForBusiness', 'm365Business']) {
      const judged = await ask(key, 'check', good)
      expect(judged.body).toEqual({ rows: 1, state: 'retired', successor: 'intune', findings: [] })
      const { findings } = (await ask(key, 'check', tagged)).body
      expect(findings).toMatchObject([{ line: 1, code: 'column-extra' }])
      const many = [store, ...Array.from({ length: 1_001 }, (_, n) => `S${n},,`)].join('\n')
      expect((await ask(key, 'check', many)).body.findings).toContainEqual(
        expect.objectContaining({ code: 'too-many-rows', limit: 1_000 }),
      )
      const refused = await ask(key, 'uploads', good)
      expect([refused.status, refused.body.error.code]).toEqual([410, 'channel-retired'])
      expect(refused.body.error.message).toContain('Intune')
    }
    expect((await ask('intune', 'check', tagged)).body.findings).toEqual([])
    expect((await ask('oemDirect', 'check', good)).status).toBe(400)
    expect((await ask('nowhere', 'check', good)).status).toBe(404)
    expect((await ask('partnerCenter', 'uploads', good)).status).toBe(400)
    const sent = await ask('intune', 'uploads', tagged)
    expect([sent.status, sent.body.rows]).toEqual([201, 1])
    await world.registry.decideAll()
    const { rows } = await world.registry.store.pool.query('select group_tag, channel from device')
    expect(rows).toEqual([{ group_tag: 'Kiosk', channel: 'intune' }])
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

async function replay(step: Json, variables: Variables, root: string): Promise<void> {
  // Faults are the emulator's: `test/emulator/faults.test.ts`.
  if (/throttle/.test(step.precondition ?? '')) return
  const asked = filled(step.request, variables)
  const path = asked.path.replace(/^\/partnercenter\/v1/, root)
  const { Authorization: sent, 'Content-Length': _, ...headers } = asked.headers ?? {}
  const isAnonymous = asked.headers !== undefined && sent === undefined
  const who = step.as ?? asked.as ?? 'partner'
  const own = isAnonymous ? undefined : tokenOf(who, asked.path)
  const token = variables['oem'] ?? own
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
