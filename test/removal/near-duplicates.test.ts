/** Serial numbers that nearly agree: no door touches another device than the one that was named. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
})
afterAll(() => registry.close())

/** Prefixes of each other, other cases, blanks, look-alikes, and what databases and OData trip over. */
const serial = fc.oneof(
  fc.constantFrom(
    ...['PF3ABC', 'PF3ABCD', 'PF3AB', 'pf3abc', 'PF3ABC ', ' PF3ABC', 'PF3 ABC', 'PF3-ABC'],
    ...[
      'PF3АBC',
      'PFЗABC',
      'PF3ABC\u00a0',
      'PF3ABC\u200b',
      'ＰＦ３ＡＢＣ',
      'PF3%',
      'PF3_BC',
      "PF3'ABC",
    ],
    ...[
      'O0O',
      'OOO',
      '000',
      'Il1',
      'lI1',
      '1lI',
      '%',
      '_',
      '*',
      'PF3*',
      'ß',
      'SS',
      'ẞ',
      'İ',
      'i',
      'I',
      'ı',
    ],
  ),
  fc.string({ unit: fc.constantFrom('A', 'a', '0', 'O', 'o', ' ', '%', '_', "'"), maxLength: 5 }),
)

const doors = ['deleteDevices', 'DELETE', 'job', 'release', 'plan'] as const

async function fill(serials: readonly string[]): Promise<void> {
  await registry.freeDevices()
  await registry.store.pool.query('delete from destructive_act')
  await registry.store.pool.query(
    `insert into device (tenant_id, device_id, serial_number, directory_object_id, directory_device_id)
     select $1, id, serial, gen_random_uuid(), gen_random_uuid() from unnest($2::uuid[], $3::text[]) as made(id, serial)`,
    [client.tenantId, serials.map(() => randomUUID()), serials],
  )
}

async function serialsLeft(): Promise<string[]> {
  const { rows } = await registry.store.pool.query('select serial_number from device')
  return rows.map(({ serial_number }) => serial_number).toSorted()
}

/** By the door that takes serial numbers, or by those that take the id of what was looked up as it is stored. */
async function removeBy(door: (typeof doors)[number], name: string): Promise<void> {
  if (door === 'deleteDevices') {
    const answer = await client.ask('POST', `${devicesPath}/deleteDevices`, {
      serialNumbers: [name],
    })
    expect(answer.status).toBe(200)
    return
  }
  if (door === 'plan') return await removeByPlan(name)
  const { value } = await json(client.ask('GET', '/admin/v1/devices?top=1000'))
  const ids = value.filter((each: Json) => each.serialNumber === name).map(({ id }: Json) => id)
  if (ids.length !== 1) return
  if (door === 'DELETE') await client.ask('DELETE', `${devicesPath}/${ids[0]}`)
  if (door === 'release') await client.ask('POST', '/admin/v1/releases', { ids })
  if (door !== 'job') return
  await client.ask('POST', '/admin/v1/jobs', { kind: 'delete-devices', selection: { ids } })
  while (await registry.app.runNextJob());
}

async function removeByPlan(name: string): Promise<void> {
  const select = { serialNumbers: [name] }
  const made = await client.ask('POST', '/admin/v1/removal-plans', { select })
  expect(made.status).toBe(name === '' ? 400 : 201)
  if (name === '') return
  const { id, state }: Json = await made.json()
  const run = await client.ask('POST', `/admin/v1/removal-plans/${id}/run`, {})
  expect(run.status).toBe(state === 'ready' ? 202 : 409)
  while (await registry.app.runNextJob());
}

test('only the device whose number is exactly the one named goes, and none of two that share it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(serial, { minLength: 2, maxLength: 8 }),
      serial,
      fc.constantFrom(...doors),
      async (serials, other, door) => {
        await fill(serials)
        const name = serials[0] !== undefined && other.length % 2 === 0 ? serials[0] : other
        await removeBy(door, name)
        const isOne = name !== '' && serials.filter((each) => each === name).length === 1
        const expected = isOne ? serials.filter((each) => each !== name) : serials
        // By id even a device without a number goes.
        const without = serials.filter((each) => each !== '')
        const allowed =
          name === '' &&
          !['deleteDevices', 'plan'].includes(door) &&
          serials.length - without.length === 1
            ? [expected.toSorted(), without.toSorted()]
            : [expected.toSorted()]
        expect(allowed).toContainEqual(await serialsLeft())
      },
    ),
    { seed: 18, numRuns: 75 },
  )
})

test('a device under management is not taken for one whose number nearly agrees', async () => {
  await fill(['PF3ABC', 'PF3ABCD'])
  const enroll = (serialNumber: string) =>
    client.ask('POST', '/v1.0/deviceManagement/managedDevices', { deviceName: 'PC', serialNumber })
  for (const near of ['pf3abc', 'PF3AB', 'PF3ABC '])
    expect((await enroll(near)).status, near).toBeLessThan(500)
  const { rows } = await registry.store.pool.query(
    `select serial_number from device where enrollment_state <> 'notContacted'`,
  )
  expect(rows).toEqual([])
})

test('a plan takes no Intune device whose number nearly agrees', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(
        serial.filter((each) => each !== ''),
        { minLength: 2, maxLength: 5 },
      ),
      async (serials) => {
        await fill(serials)
        await registry.store.pool.query('truncate tenant_record, removal_plan, removal_plan_device')
        const path = '/v1.0/deviceManagement/managedDevices'
        const enrolled: string[] = []
        for (const serialNumber of serials) {
          const made = await client.ask('POST', path, { deviceName: 'PC', serialNumber })
          if (made.status === 201) enrolled.push(serialNumber)
        }
        const [name = ''] = serials
        await removeByPlan(name)
        expect(await serialsLeft()).toEqual(serials.slice(1).toSorted())
        const { value } = await json(client.ask('GET', path))
        expect(value.map(({ serialNumber }: Json) => serialNumber).toSorted()).toEqual(
          enrolled.filter((each) => each !== name).toSorted(),
        )
      },
    ),
    { seed: 19, numRuns: 20 },
  )
})
