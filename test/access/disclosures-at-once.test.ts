/** However many servers decide a tenant's imports at the same moment, it learns of as many devices of others as of one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { base64, laptop } from '../support/machines.ts'
import { withinOneDay } from '../support/one-day.ts'
import { json, openRegistry } from '../support/registry.ts'
import type { Registry } from './route-requests.ts'

const graph = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const perDay = 50

let registry: Registry
beforeAll(async () => {
  registry = await openRegistry()
  await withinOneDay(registry.store.pool)
})
afterAll(() => registry.close())

const bodyOf = (hashes: readonly Uint8Array[]) => ({
  importedWindowsAutopilotDeviceIdentities: hashes.map((bytes) => ({
    hardwareIdentifier: base64(bytes),
  })),
})

test('twelve imports, decided six at a time', async () => {
  const fleet = Array.from({ length: 120 }, (_, n) => laptop(`of others ${n}`))
  const [owner, prober] = [await registry.newTenant(), await registry.newTenant()]
  await owner.ask('POST', `${graph}/import`, bodyOf(fleet))
  await registry.decideAll()
  for (let at = 0; at < fleet.length; at += 10)
    expect(
      (await prober.ask('POST', `${graph}/import`, bodyOf(fleet.slice(at, at + 10)))).status,
    ).toBe(200)
  const decide = async () => {
    for (let idle = 0; idle < 3; ) {
      const did = await registry.app.decideNext().catch(() => true)
      idle = did ? 0 : idle + 1
    }
  }
  await Promise.all(Array.from({ length: 6 }, decide))
  const { value } = await json(prober.ask('GET', `${graph}?$top=200`))
  const named = value.filter(
    ({ state }: { state: { deviceErrorName: string } }) =>
      state.deviceErrorName === 'ZtdDeviceAssignedToOtherTenant',
  )
  expect(value).toHaveLength(fleet.length)
  expect(named.length).toBe(perDay)
})
