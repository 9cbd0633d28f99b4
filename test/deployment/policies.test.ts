/** What tenants and operators demand: proofs, certificates, nothing for a hash, one self-deployment at a time. */
import { askByHashAlone, askForProfile, happen, SimulatedDevice } from 'taxiway-device'
import { decodeHardwareHash, isUsableHash } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HashFixture, hashFixtures } from '../support/hardware-hashes.ts'
import type { Client } from '../support/registry.ts'
import { machine, openFirstBoot } from './support.ts'

const one = machine(0)
const hash = one.fixture.hardwareHash
let boot: Awaited<ReturnType<typeof openFirstBoot>>
let client: Client
let id = ''

beforeAll(async () => {
  boot = await openFirstBoot({ deployment: { hashOnly: true } })
  client = await boot.newTenant()
  await boot.assignProfile(client, {
    displayName: 'Kiosk',
    outOfBoxExperienceSetting: { deviceUsageType: 'shared', userType: 'standard' },
  })
  id = await boot.register(client, hash)
})
afterAll(() => boot.close())

const policy = (changes: object) => client.ask('PATCH', '/admin/v1/deployment-policy', changes)

test('the hash alone says nothing until server and tenant both allow it, and then says little', async () => {
  const sizes = new Set<number>()
  const asked = async (text: string) => {
    const answer = await askByHashAlone(boot.service, text)
    sizes.add(JSON.stringify(answer).length)
    return answer
  }
  expect(await asked(hash)).toMatchObject({ result: 'none' })
  await policy({ allowHashOnly: true })
  const answer = await asked(hash)
  expect(answer).toMatchObject({
    result: 'profile',
    profile: { CloudAssignedTenantId: client.tenantId, CloudAssignedOobeConfig: 510 },
  })
  expect(JSON.stringify(answer)).not.toMatch(/Kiosk|\.test|session|registrationId|Upn/)
  expect(await asked(machine(1).fixture.hardwareHash)).toMatchObject({ result: 'none' })
  await policy({ requireProof: true })
  expect(await asked(hash)).toMatchObject({ result: 'none' })
  await policy({ allowHashOnly: false, requireProof: false })
  expect(sizes.size).toBe(1)
})

test('a server that allows no hash alone asks for the proof', async () => {
  const strict = await openFirstBoot()
  expect(await askByHashAlone(strict.service, hash)).toMatchObject({
    status: 403,
    code: 'proof-required',
  })
  await strict.close()
})

test("the maker's certificate can be demanded", async () => {
  await policy({ requireEkCertificate: true })
  expect(await askForProfile(boot.service, hash, one.prover)).toMatchObject({
    result: 'none',
    code: 171,
  })
  await policy({ requireEkCertificate: false })
})

test('a self-deploying device deploys itself once, until somebody unblocks it', async () => {
  const device = new SimulatedDevice({
    service: boot.service,
    hardwareHash: hash,
    prover: one.prover,
  })
  expect(await device.boot()).toBe('desktop')
  await happen(device, 'reset')
  expect(await device.boot()).toBe('failed')
  expect(device.failure).toBe('0x80180014')
  expect(await boot.device(client, id)).toMatchObject({ userlessEnrollmentStatus: 'blocked' })
  const unblocked = await client.ask(
    'POST',
    `/beta/deviceManagement/windowsAutopilotDeviceIdentities/${id}/allowNextEnrollment`,
  )
  expect(unblocked.status).toBe(204)
  const { events } = await boot.json<{ events: readonly object[] }>(
    client,
    `/admin/v1/devices/${id}/deployment`,
  )
  expect(events[0]).toMatchObject({
    kind: 'unblocked',
    sentence: expect.stringContaining('unblocked by '),
  })
  await happen(device, 'reset')
  expect(await device.boot()).toBe('desktop')
  const failures = await boot.json(client, '/admin/v1/deployment-failures')
  expect(failures).toMatchObject({
    value: expect.arrayContaining([expect.objectContaining({ code: '0x80180014', devices: 1 })]),
  })
})

test('a tenant that forbids claims by hash alone registers no device without a TPM key', async () => {
  const keyless = hashFixtures.find(({ hardwareHash }) => {
    const decoded = decodeHardwareHash(hardwareHash)
    return isUsableHash(decoded) && decoded.tpm?.ekDigest == null
  })
  const { hardwareHash } = keyless as HashFixture
  await policy({ forbidHashOnlyClaims: true })
  await expect(boot.register(client, hardwareHash)).rejects.toThrow('TpmKeyRequired')
  await boot.register(client, machine(2).fixture.hardwareHash)
  await policy({ forbidHashOnlyClaims: false })
  await boot.register(client, hardwareHash)
})

test('Graph shows how each first start ended', async () => {
  const { value } = await boot.json<{ value: readonly object[] }>(
    client,
    '/beta/deviceManagement/autopilotEvents',
  )
  expect(value).toContainEqual(
    expect.objectContaining({
      deploymentState: 'success',
      windowsAutopilotDeploymentProfileDisplayName: 'Kiosk',
    }),
  )
})

test('names that a template would make too long are found before anybody has them', async () => {
  const checked = await client.ask('POST', '/admin/v1/device-names/check', {
    template: 'BERLIN-%SERIAL%',
  })
  expect(await checked.json()).toMatchObject({ checked: 3 })
})
