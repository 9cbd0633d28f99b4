/** Who may use the controls, judged in process: the connection says where a request comes from. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmulator as open } from '../../src/compose/emulator.ts'
import { openRegistry, origin } from '../support/registry.ts'

type Registry = Awaited<ReturnType<typeof openRegistry>>
type Emulator = Awaited<ReturnType<typeof open>>

let registry: Registry
let emulator: Emulator
let fetch: Awaited<ReturnType<Emulator['begin']>>['fetch']

beforeAll(async () => {
  registry = await openRegistry()
  emulator = await open({
    store: registry.store,
    connectionString: registry.connectionString,
    publicUrl: origin,
    report: () => undefined,
  })
  fetch = (await emulator.begin(registry.app, undefined)).fetch
})
afterAll(async () => {
  await emulator.close()
  await registry.close()
})

async function statusOf(address: string | undefined, headers: Record<string, string> = {}) {
  const request = new Request(`${origin}/emulator/v1/faults`, { headers })
  const connection = { ...(address !== undefined && { address }), drop: () => undefined }
  return (await fetch(request, connection)).status
}

test.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])(
  'a program of this machine (%s) needs no token',
  async (address) => {
    expect(await statusOf(address)).toBe(200)
  },
)

test.each(['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '128.127.0.0.1', undefined])(
  'a caller from %s needs one',
  async (address) => {
    expect(await statusOf(address)).toBe(401)
    expect(await statusOf(address, { authorization: 'Bearer nonsense' })).toBe(401)
  },
)

test('a token that may write devices will do, another will not', async () => {
  const writer = await registry.newTenant(['DeviceManagementServiceConfig.ReadWrite.All'])
  const reader = await registry.newTenant(['DeviceManagementServiceConfig.Read.All'])
  expect(await statusOf('10.0.0.1', { authorization: `Bearer ${writer.token}` })).toBe(200)
  expect(await statusOf('10.0.0.1', { authorization: `Bearer ${reader.token}` })).toBe(403)
})

test.each(['x-forwarded-for', 'forwarded', 'via'])(
  'what a proxy passes on (%s) is not of this machine',
  async (name) => {
    expect(await statusOf('127.0.0.1', { [name]: '127.0.0.1' })).toBe(401)
  },
)

test('a page of another origin is refused, whatever its address', async () => {
  expect(await statusOf('127.0.0.1', { origin: 'https://evil.example' })).toBe(403)
  expect(await statusOf('127.0.0.1', { origin: 'null' })).toBe(403)
  expect(await statusOf('127.0.0.1', { origin })).toBe(200)
})
