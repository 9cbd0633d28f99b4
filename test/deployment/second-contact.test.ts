/** What becomes of a device and its hash between two contacts: the rows of docs/identity.md, each by its answer. */
import { askForProfile, memoryProver, type Prover, pooledKey } from 'taxiway-device'
import {
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  type HashDescription,
  type LifeEvent,
  remakeHardwareHash,
} from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../support/registry.ts'
import { withKeyOf } from './attacks.ts'
import { machine, openFirstBoot } from './support.ts'

const { fixture, prover } = machine(0)
const newBoard = memoryProver(pooledKey(7))
let secondsOn = 0
let boot: Awaited<ReturnType<typeof openFirstBoot>>
let client: Client
let id = ''

beforeAll(async () => {
  const clock = { now: () => new Date(Date.now() + secondsOn * 1000) }
  boot = await openFirstBoot({
    emulation: { clock, overrule: (queue) => queue, aroundParts: (ask) => ask },
  })
  client = await boot.newTenant()
  await boot.assignProfile(client)
  id = await boot.register(client, fixture.hardwareHash)
})
afterAll(() => boot.close())

const key = newBoard.ekModulus ?? ''
const same: readonly (readonly [title: string, ...events: readonly LifeEvent[]])[] = [
  ['captured later', { event: 'regenerated' }],
  ['a newer tool', { event: 'regenerated', toolBuild: '10.0.30000.1', toolVersion: 9 }],
  ['another disk', { event: 'disk-swapped' }],
  ['more memory', { event: 'memory-added', gb: 16 }],
  ['another Wi-Fi card', { event: 'wireless-card-replaced' }],
  [
    'disk, memory and card',
    { event: 'disk-swapped' },
    { event: 'memory-added', gb: 16 },
    { event: 'wireless-card-replaced' },
  ],
  ['a network adapter on USB', { event: 'adapter-added' }],
  ['a dock', { event: 'dock-attached' }],
  ['newer firmware', { event: 'firmware-updated' }],
  ['captured in Windows PE', { event: 'captured-in-winpe' }],
]

test.each(same)('%s: the same profile', async (_, ...events) => {
  expect(await asked(remade(events as readonly LifeEvent[]))).toMatchObject({
    result: 'profile',
    registrationId: id,
  })
})

test('a cleared TPM: the same profile', async () => {
  expect(await asked(fixture.hardwareHash, await prover.cleared())).toMatchObject({
    result: 'profile',
    registrationId: id,
  })
})

test.each([true, false])('a new board, re-flashed %s: an unknown device', async (reflashed) => {
  const hash = remade([{ event: 'board-replaced', reflashed, ekPublicModulus: key }])
  expect(await asked(hash, newBoard)).toMatchObject({ result: 'none', code: 807 })
})

test('another machine of the kind: an unknown device', async () => {
  const other = machine(2)
  expect(await asked(other.fixture.hardwareHash, other.prover)).toMatchObject({ code: 807 })
})

test('nothing but the TPM is another: the device learns nothing, its owner does', async () => {
  expect(await asked(withKeyOf(newBoard, fixture.hardwareHash), newBoard)).toMatchObject({
    code: 807,
  })
  expect(await kinds()).toContain('foreign-key')
})

const differing: readonly (readonly [string, Partial<HashDescription>, string])[] = [
  ['another serial number', { serialNumber: 'OTHER123' }, 'SerialNumberMismatch'],
  ['another product key', { productKeyId: '1234567890123' }, 'ProductKeyIdMismatch'],
  [
    'the TPM in another machine',
    { serialNumber: 'OTHER123', smbiosUuid: '00112233-4455-6677-8899-aabbccddeeff' },
    'SerialNumberMismatch',
  ],
]
test.each(differing)('%s with the registered key: 908', async (_, changes, name) => {
  expect(await asked(described(changes))).toMatchObject({ result: 'none', code: 908, name })
  expect(await kinds()).toContain('hardware-differs')
})

async function asked(hash: string, by: Prover = prover) {
  secondsOn += 130
  return await askForProfile(boot.service, hash, by)
}

async function kinds(): Promise<readonly string[]> {
  secondsOn = 0
  const { events } = await boot.json<{ events: readonly { kind: string }[] }>(
    client,
    `/admin/v1/devices/${id}/deployment`,
  )
  return events.map(({ kind }) => kind)
}

function remade(events: readonly LifeEvent[]): string {
  return remakeHardwareHash(decoded(), events).text
}

function described(changes: Partial<HashDescription>): string {
  return encodeHardwareHash({ ...describeHardwareHash(decoded()), ...changes }).text
}

function decoded() {
  const hash = decodeHardwareHash(fixture.hardwareHash)
  if (!hash.ok) throw new Error(hash.message)
  return hash
}
