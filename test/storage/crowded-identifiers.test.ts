/**
 * A stranger registers crowds of machines that share single identifiers of somebody's device, so that these lead
 * to too many devices to compare. Too many must never look like nobody: the device keeps its one owner.
 */
import fc from 'fast-check'
import { encodeHardwareHash, type HashDescription } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyStore } from '../../src/storage/upkeep/verify-store.ts'
import { described, laptop, later } from '../support/machines.ts'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'
import { importedSet, v1 } from '../surfaces/graph/registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(() => registry.close())

/** Identifiers of a board, as a forger copies them. */
const copies = {
  uuid: ({ smbiosUuid }: HashDescription) => ({ smbiosUuid }),
  serial: ({ serialNumber, manufacturer }: HashDescription) => ({ serialNumber, manufacturer }),
  productKeyId: ({ productKeyId }: HashDescription) => ({ productKeyId }),
  port: ({ networkAdapters }: HashDescription) => ({ networkAdapters }),
  disk: ({ diskSerials }: HashDescription) => ({ diskSerials }),
} as const
type Copied = keyof typeof copies

let machines = 0

/** `count` machines of their own, each with what was copied of `victim`. */
function crowd(victim: Uint8Array, copied: readonly Copied[], count: number): Uint8Array[] {
  const stolen = Object.assign({}, ...copied.map((each) => copies[each](described(victim))))
  return Array.from({ length: count }, () => {
    machines++
    const { offlineDeviceId: _, ...own } = described(laptop(`crowd ${machines}`))
    const defined = Object.fromEntries(
      Object.entries(stolen).filter(([, value]) => value !== undefined),
    )
    return encodeHardwareHash({ ...own, ...defined } as HashDescription).bytes
  })
}

/** What each row came to, in the order of `hashes`: `complete`, or the error's name. */
async function imported(client: Client, hashes: readonly Uint8Array[]): Promise<string[]> {
  const { value } = await json(
    client.ask('POST', `${v1}/${importedSet}/import`, {
      importedWindowsAutopilotDeviceIdentities: hashes.map((bytes) => ({
        hardwareIdentifier: Buffer.from(bytes).toString('base64'),
      })),
    }),
  )
  await registry.decideAll()
  const receipts: Json[] = await Promise.all(
    value.map(({ id }: Json) => json(client.ask('GET', `${v1}/${importedSet}/${id}`))),
  )
  return receipts.map(({ state }) =>
    state.deviceImportStatus === 'complete' ? 'complete' : state.deviceErrorName,
  )
}

/** The same machine with nothing left of it but three identifiers of its board. */
const disguised = (victim: Uint8Array) =>
  later(victim, [
    { event: 'tpm-hidden' },
    { event: 'disk-swapped' },
    { event: 'wireless-card-replaced' },
  ])

test('153 machines that share UUID, serial number and product key ID of a device hide it from nobody', async () => {
  const [owner, stranger] = [await registry.newTenant(), await registry.newTenant()]
  const device = laptop('crowded')
  expect(await imported(owner, [device])).toEqual(['complete'])
  const all = (['uuid', 'serial', 'productKeyId'] as const).flatMap((each) =>
    crowd(device, [each], 51),
  )
  await imported(stranger, all)
  expect(await imported(stranger, [disguised(device)])).toEqual(['ZtdDeviceAssignedToOtherTenant'])
  expect(await imported(owner, [disguised(device)])).toEqual(['ZtdDeviceAlreadyAssigned'])
  await registry.freeDevices()
})

test('a crowd that was there first hides the device that comes after it from nobody either', async () => {
  const [owner, stranger] = [await registry.newTenant(), await registry.newTenant()]
  const device = laptop('crowded before')
  const all = (['uuid', 'serial', 'productKeyId'] as const).flatMap((each) =>
    crowd(device, [each], 51),
  )
  await imported(stranger, all)
  expect(await imported(owner, [device])).toEqual(['complete'])
  expect(await imported(stranger, [disguised(device)])).toEqual(['ZtdDeviceAssignedToOtherTenant'])
  expect((await verifyStore(registry.store.pool)).filter(({ count }) => count > 0)).toEqual([])
  await registry.freeDevices()
})

test('behind a crowd a device that says little else is a question, and an operator may answer it', async () => {
  const tenant = await registry.newTenant()
  const device = laptop('serial only')
  const { serialNumber, manufacturer, model } = described(device)
  const bare = encodeHardwareHash({ serialNumber, manufacturer, model } as HashDescription).bytes
  await imported(tenant, crowd(device, ['serial'], 60))
  expect(await imported(tenant, [bare])).toEqual(['ZtdDeviceIsNotUnique'])
})

/** Without one of the values that rule a match out where they differ. */
const without = (bytes: Uint8Array, field: 'smbiosUuid' | 'productKeyId') => {
  const { [field]: _, ...rest } = described(bytes)
  return encodeHardwareHash(rest as HashDescription).bytes
}

/** Answers every question about a row that waits, until there are none: it is a different device. */
async function answerDifferent(client: Client): Promise<void> {
  const waiting = await rowsThatWait(client)
  for (const id of waiting)
    await json(client.ask('POST', `/admin/v1/conflicts/${id}/decide`, { decision: 'different' }))
  await registry.decideAll()
  if (waiting.length > 0) await answerDifferent(client)
}

async function rowsThatWait(client: Client, after = ''): Promise<string[]> {
  const { value, next } = await json(
    client.ask('GET', `/admin/v1/conflicts?state=open&limit=200${after}`),
  )
  const waiting = value.filter((each: Json) => each.deviceId === null).map(({ id }: Json) => id)
  return next === null ? waiting : [...waiting, ...(await rowsThatWait(client, `&after=${next}`))]
}

test('a device that no list has room for is a question to another tenant, though all that are listed are ruled out', async () => {
  const [owner, other] = [await registry.newTenant(), await registry.newTenant()]
  const asked = laptop('another with the serial number of many')
  const { serialNumber, manufacturer, model } = described(asked)
  await imported(
    owner,
    crowd(asked, ['serial'], 102).map((each) => without(each, 'smbiosUuid')),
  )
  // Later ones meet the lists of pairs that the first without room began.
  for (const each of crowd(asked, ['serial'], 3))
    expect(await imported(owner, [without(each, 'smbiosUuid')])).toEqual(['complete'])
  await imported(
    owner,
    crowd(asked, ['serial'], 51).map((each) => without(each, 'productKeyId')),
  )
  await answerDifferent(owner)
  const bare = encodeHardwareHash({ serialNumber, manufacturer, model } as HashDescription).bytes
  expect(await imported(owner, [bare])).toEqual(['ZtdDeviceIsNotUnique'])
  await answerDifferent(owner)
  const devices = await json(owner.ask('GET', `${v1}/windowsAutopilotDeviceIdentities?$count=true`))
  expect(devices['@odata.count']).toBe(157)
  expect(await imported(other, [asked])).toEqual(['ZtdDeviceIsNotUnique'])
})

const fields = fc.uniqueArray(
  fc.constantFrom<Copied>('uuid', 'serial', 'productKeyId', 'port', 'disk'),
  {
    minLength: 1,
    maxLength: 2,
  },
)
const attacks = fc.record({
  crowds: fc.array(fc.tuple(fields, fc.integer({ min: 20, max: 60 })), {
    minLength: 1,
    maxLength: 4,
  }),
  isFirst: fc.boolean(),
  isSplit: fc.boolean(),
})

test('whatever a stranger registers first, another’s device is never registered for the stranger', async () => {
  let rounds = 0
  await fc.assert(
    fc.asyncProperty(attacks, async ({ crowds, isFirst, isSplit }) => {
      const [owner, stranger, friend] = [
        await registry.newTenant(),
        await registry.newTenant(),
        await registry.newTenant(),
      ]
      rounds++
      const device = laptop(`attacked ${rounds}`)
      const attack = async () => {
        for (const [copied, count] of crowds) {
          const all = crowd(device, copied, count)
          await imported(stranger, isSplit ? all.slice(0, count / 2) : all)
          if (isSplit) await imported(friend, all.slice(count / 2))
        }
      }
      if (isFirst) await attack()
      const [verdict] = await imported(owner, [device])
      if (!isFirst) await attack()
      // Where the device was a question for its owner, it is nobody's yet.
      if (verdict === 'complete')
        expect(await imported(stranger, [disguised(device)])).not.toContain('complete')
      expect((await verifyStore(registry.store.pool)).filter(({ count }) => count > 0)).toEqual([])
      await registry.freeDevices()
    }),
    { numRuns: Number(process.env['TAXIWAY_ATTACKS'] ?? 4) },
  )
})
