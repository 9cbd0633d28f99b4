/** Imports over Graph as the real clients make them; rules named R… are those of the client survey. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { hashFixture, hashFixtures } from '../../support/hardware-hashes.ts'
import { localBackend } from '../../support/postgres.ts'
import { type Json, json, openRegistry } from '../../support/registry.ts'

const imported = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const identities = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

let registry: Awaited<ReturnType<typeof openRegistry>>
beforeAll(async () => {
  registry = await openRegistry()
})
afterEach(() => registry.freeDevices())
afterAll(() => registry.close())

const fixture = (number: number, more = {}) => ({
  '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
  serialNumber: hashFixture(number).serial,
  hardwareIdentifier: hashFixture(number).hardwareHash,
  state: {
    '@odata.type': 'microsoft.graph.importedWindowsAutopilotDeviceIdentityState',
    deviceImportStatus: 'pending',
  },
  productKey: '',
  ...more,
})

test('a tag that a spreadsheet would calculate is taken as plain text, and the answer says so', async () => {
  const tenant = await registry.newTenant()
  const tags = ['=1+1', '+cmd|calc', '\tSales\nKiosk', '<img src=x onerror=1> a=b', '-']
  const rows = tags.map((groupTag, n) => fixture(n + 1, { groupTag }))
  const { value } = await json(
    tenant.ask('POST', `${imported}/import`, { importedWindowsAutopilotDeviceIdentities: rows }),
  )
  const warnings = value.map((row: Json) => row['groupTag@taxiway.warning'])
  expect(value.map((row: Json) => row.groupTag)).toEqual([
    '1+1',
    'cmd|calc',
    'Sales Kiosk',
    '<img src=x onerror=1> a=b',
    '',
  ])
  expect(warnings).toEqual([
    'groupTag "=1+1" begins with =, which a spreadsheet would calculate; "1+1" is kept.',
    'groupTag "+cmd|calc" begins with +, which a spreadsheet would calculate; "cmd|calc" is kept.',
    expect.stringContaining('holds a control character'),
    undefined,
    expect.stringContaining('nothing is left to keep'),
  ])
  const single = await tenant.ask('POST', imported, fixture(6, { orderIdentifier: '@order' }))
  expect(await json(single)).toMatchObject({
    groupTag: 'order',
    'orderIdentifier@taxiway.warning': expect.stringContaining('begins with @'),
  })
})

test('the door of the portal and strict fidelity refuse such a tag with its device', async () => {
  const strict = await openRegistry(localBackend, { fidelity: 'strict', throttling: 'off' })
  const tenant = await strict.newTenant()
  for (const [tags, words] of [
    [{ groupTag: '=1+1' }, 'groupTag begins with ='],
    [{ orderIdentifier: '\uff0bcmd' }, 'groupTag begins with \uff0b'],
    [{ groupTag: 'Sales', orderIdentifier: '-2+3' }, 'purchaseOrderIdentifier begins with -'],
    [{ groupTag: 'Sales\tKiosk' }, 'groupTag holds a control character'],
  ] as const) {
    const importedWindowsAutopilotDeviceIdentities = [fixture(1), fixture(2, tags)]
    const refused = await tenant.ask('POST', `${imported}/import`, {
      importedWindowsAutopilotDeviceIdentities,
    })
    expect(refused.status).toBe(400)
    expect((await json(refused)).error.message).toContain(`Device 2 of the import: ${words}`)
  }
  const portal = await registry.newTenant()
  const row = { file: 'a.csv', line: 2, hardwareIdentifier: fixture(1).hardwareIdentifier }
  const sent = await portal.ask('POST', '/admin/v1/imports', {
    label: 'a',
    rows: [{ ...row, groupTag: '=1+1' }],
  })
  expect([sent.status, JSON.stringify(await json(sent))]).toEqual([
    400,
    expect.stringContaining('groupTag begins with ='),
  ])
  for (const each of [tenant, portal])
    expect((await json(each.ask('GET', imported))).value).toEqual([])
  await strict.close()
})

test('a new import reads unknown, then complete together with its device', async () => {
  const tenant = await registry.newTenant()
  const created = await tenant.ask('POST', imported, fixture(1, { groupTag: 'Kiosk' }))
  expect(created.status).toBe(201)
  const receipt = await json(created)
  expect(receipt).toMatchObject({
    groupTag: 'Kiosk',
    hardwareIdentifier: null,
    state: {
      deviceImportStatus: 'unknown',
      deviceRegistrationId: '',
      deviceErrorCode: 0,
      deviceErrorName: '',
    },
  })
  expect(
    (await json(tenant.ask('GET', `${imported}/${receipt.id}`))).state.deviceImportStatus,
  ).toBe('unknown')

  await registry.decideAll()
  const { state } = await json(tenant.ask('GET', `${imported}/${receipt.id}`))
  expect(state).toMatchObject({
    deviceImportStatus: 'complete',
    deviceErrorCode: 0,
    deviceErrorName: 'None',
  })
  expect(
    await json(tenant.ask('GET', `${identities}/${state.deviceRegistrationId}`)),
  ).toMatchObject({
    serialNumber: hashFixture(1).serial,
    manufacturer: 'LENOVO',
    model: '21R3001BUK',
    groupTag: 'Kiosk',
  })
})

test('the import id is the client’s own, or the receipt’s where it sends none', async () => {
  const tenant = await registry.newTenant()
  const importId = 'b5f2a7d0-6b0e-4a53-9d3a-111111111111'
  const [own, none] = [
    await json(tenant.ask('POST', imported, fixture(1, { importId }))),
    await json(tenant.ask('POST', imported, fixture(2, { importId: '' }))),
  ]
  expect(own.importId).toBe(importId)
  expect(none.importId).toBe(none.id)
  const filter = encodeURIComponent(`importId eq '${importId}'`)
  const found = await json(tenant.ask('GET', `${imported}?$filter=${filter}`))
  expect(found.value.map((each: { id: string }) => each.id)).toEqual([own.id])
})

test('a list can begin at an id, so that nobody reads old receipts to see new ones', async () => {
  const tenant = await registry.newTenant()
  const ids: string[] = []
  for (const number of [1, 2, 3])
    ids.push((await json(tenant.ask('POST', imported, fixture(number)))).id)
  const from = async (id: string) => {
    const filter = encodeURIComponent(`id ge '${id}'`)
    const { value } = await json(tenant.ask('GET', `${imported}?$filter=${filter}`))
    return value.map((each: { id: string }) => each.id)
  }
  expect(await from(ids[1] ?? '')).toEqual(ids.slice(1))
  expect(await from((ids[1] ?? '').toUpperCase())).toEqual(ids.slice(1))
  expect(await from('{')).toEqual([])
  expect(await from('0')).toEqual(ids)
})

test('paths are taken in any case, with a slash at the end and keys in parentheses', async () => {
  const tenant = await registry.newTenant()
  const { id } = await json(
    tenant.ask(
      'POST',
      '/Beta/devicemanagement/ImportedWindowsAutopilotDeviceIdentities/',
      fixture(3),
    ),
  )
  for (const path of [
    `${imported}('${id}')`,
    `${imported}/${id.toUpperCase()}`,
    `${imported.toUpperCase().replace('/V1.0', '/v1.0')}/${id}/`,
  ]) {
    expect((await tenant.ask('GET', path)).status).toBe(200)
  }
  expect(
    (await tenant.ask('GET', `${imported}/?$filter=contains(serialNumber,'0DN6')`)).status,
  ).toBe(200)
})

test('members that mean nothing here, and nulls for every optional one, are accepted', async () => {
  const tenant = await registry.newTenant()
  const nulls = {
    groupTag: null,
    productKey: null,
    importId: null,
    assignedUserPrincipalName: null,
    unheardOf: { a: 1 },
  }
  expect((await tenant.ask('POST', imported, fixture(1, nulls))).status).toBe(201)
})

test('an import answers in the order of its request, and the collection holds all of it', async () => {
  const tenant = await registry.newTenant()
  const devices = hashFixtures.map((_, index) => fixture(index + 1))
  const answer = await tenant.ask('POST', `${imported}/import`, {
    importedWindowsAutopilotDeviceIdentities: devices,
  })
  expect(answer.status).toBe(200)
  const { value } = (await answer.json()) as { value: { serialNumber: string; id: string }[] }
  expect(value.map(({ serialNumber }) => serialNumber)).toEqual(
    hashFixtures.map(({ serial }) => serial),
  )
  await registry.decideAll()
  const all = await json(tenant.ask('GET', imported))
  expect(all.value.map((each: { id: string }) => each.id)).toEqual(value.map(({ id }) => id))
  for (const { id } of value)
    expect((await tenant.ask('DELETE', `${imported}/${id}`)).status).toBe(204)
  expect((await json(tenant.ask('GET', imported))).value).toEqual([])
  expect((await json(tenant.ask('GET', identities))).value).toHaveLength(10)
})

test('the old orderIdentifier is the group tag, or the purchase order beside one', async () => {
  const tenant = await registry.newTenant()
  await tenant.ask('POST', imported, fixture(1, { orderIdentifier: 'Old' }))
  await tenant.ask('POST', imported, fixture(3, { orderIdentifier: 'PO-7', groupTag: 'New' }))
  await registry.decideAll()
  const { value } = await json(tenant.ask('GET', identities))
  expect(value).toMatchObject([
    { groupTag: 'Old', purchaseOrderIdentifier: '' },
    { groupTag: 'New', purchaseOrderIdentifier: 'PO-7' },
  ])
  const devices = await json(tenant.ask('GET', '/v1.0/devices'))
  expect(devices.value[1].physicalIds).toEqual([
    `[ZTDID]:${value[1].id}`,
    '[OrderID]:New',
    '[PurchaseOrderId]:PO-7',
  ])
})

test('a hash that is not base64 fails its own row and no other', async () => {
  const tenant = await registry.newTenant()
  const devices = [fixture(1), { serialNumber: 'X', hardwareIdentifier: 'not base64!' }]
  await tenant.ask('POST', `${imported}/import`, {
    importedWindowsAutopilotDeviceIdentities: devices,
  })
  await registry.decideAll()
  const { value } = await json(tenant.ask('GET', imported))
  expect(value.map((each: Json) => each.state)).toMatchObject([
    { deviceImportStatus: 'complete' },
    {
      deviceImportStatus: 'error',
      deviceErrorCode: 802,
      deviceErrorName: 'InvalidZtdHardwareHash',
    },
  ])
})
