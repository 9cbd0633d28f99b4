/** What partners declare, and what takes the hash of it. */
import { expect, test } from 'vitest'
import {
  declares,
  devicesOf,
  fixture,
  historyOf,
  imported,
  names,
  said,
  world,
} from './declared-stage.ts'

test('refused with 812 where the customer does not let its partners declare', async () => {
  const { customer } = world.clients
  await declares(customer, 'refuse')
  await world.consent()
  expect(await said([names])).toEqual(['ZtdDeviceNotFound'])
  expect(await devicesOf(customer)).toEqual([])
})

test('declared once, at claim level 1; product key ids alone, half names and numbers that many devices have are not', async () => {
  const { customer } = world.clients
  await world.consent({ maxDevices: 2 })
  const { OemManufacturerName, ModelName } = names
  const junk = { OemManufacturerName, ModelName, SerialNumber: 'To be filled by O.E.M.' }
  const other = { ...names, SerialNumber: 'ANOTHER-1' }
  expect(
    await said([
      names,
      names,
      { ProductKey: '3305376231696' },
      { SerialNumber: fixture.serial, OemManufacturerName },
      junk,
      other,
      { ...names, SerialNumber: 'ANOTHER-2' },
    ]),
  ).toEqual([
    'finished',
    'ZtdDeviceDuplicated',
    'ZtdDeviceNotFound',
    'MissingZtdSerialNumberAndProductKey',
    'ZtdDeviceNotFound',
    'finished',
    'CustomerLimitReached',
  ])
  expect(await said([names])).toEqual(['ZtdDeviceAlreadyAssigned'])
  const [first] = await devicesOf(customer).then((all) =>
    all.filter(({ serialNumber }) => serialNumber === fixture.serial),
  )
  expect(first).toMatchObject({ claimLevel: 1, manufacturer: fixture.manufacturer })
  expect(await historyOf(customer, first)).toMatchObject({ awaitsHash: true, hashes: [] })
})

test('an import of the customer brings the first hash; spelled otherwise it is another device', async () => {
  const { customer } = world.clients
  await world.consent()
  const shouted = { ...names, OemManufacturerName: `${fixture.manufacturer} Inc.` }
  expect(await said([names, shouted])).toEqual(['finished', 'finished'])
  expect(await imported(customer)).toBe('ZtdDeviceAlreadyAssigned')
  const all = await devicesOf(customer)
  expect(all).toHaveLength(2)
  const histories = await Promise.all(all.map((each) => historyOf(customer, each)))
  expect(histories.map(({ awaitsHash, hashes }) => [awaitsHash, hashes.length]).toSorted()).toEqual(
    [
      [false, 1],
      [true, 0],
    ],
  )
  expect(await imported(customer)).toBe('ZtdDeviceAlreadyAssigned')
  expect(await said([names])).toEqual(['ZtdDeviceAlreadyAssigned'])
  expect(await devicesOf(customer)).toHaveLength(2)
})

test('a product key id that was declared must be the hash’s own', async () => {
  const { customer } = world.clients
  await world.consent()
  expect(await said([{ ...names, ProductKey: '3305376231696' }])).toEqual(['finished'])
  expect(await imported(customer)).toBe('complete')
  expect(await devicesOf(customer)).toHaveLength(2)
})
