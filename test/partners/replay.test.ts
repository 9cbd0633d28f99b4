/** Recorded conversations of the .NET SDK, the PowerShell module and CIPP, at both roots and by host. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Json, origin } from '../support/registry.ts'
import { filled } from './examples.ts'
import { oemToken } from './known-devices.ts'
import { ids } from './partner-world.ts'
import { beginTest, named, opened, replay, world } from './replay-stage.ts'
import './replayed-roots.ts'

beforeEach(beginTest)
afterAll(async () => {
  const { registry } = await opened
  await registry.close()
  expect(registry.failures).toEqual([])
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
