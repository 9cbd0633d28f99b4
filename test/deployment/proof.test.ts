/** A registered device proves itself and gets its profile; nobody else does. */
import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import {
  type Answer,
  askForChallenge,
  askForProfile,
  memoryProver,
  type ProfileAnswer,
  proofFor,
  redeemChallenge,
} from 'taxiway-device'
import { decodeHardwareHash, remakeHardwareHash } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../support/registry.ts'
import { machine, openFirstBoot } from './support.ts'

const one = machine(0)
const two = machine(1)
let boot: Awaited<ReturnType<typeof openFirstBoot>>
let client: Client
let id: string

beforeAll(async () => {
  boot = await openFirstBoot()
  client = await boot.newTenant()
  await boot.assignProfile(client)
  id = await boot.register(client, one.fixture.hardwareHash)
})
afterAll(async () => {
  await boot.close()
})

async function challenged(hash = one.fixture.hardwareHash, prover = one.prover) {
  const challenge = await askForChallenge(boot.service, hash, prover)
  if ('result' in challenge) throw new Error(challenge.detail)
  return challenge
}

test('the device gets its profile, and its owner sees the contact', async () => {
  expect(await boot.device(client, id)).toMatchObject({
    lastContactedDateTime: '0001-01-01T00:00:00Z',
    enrollmentState: 'notContacted',
  })
  const answer = (await askForProfile(
    boot.service,
    one.fixture.hardwareHash,
    one.prover,
  )) as ProfileAnswer
  expect(answer).toMatchObject({
    result: 'profile',
    registrationId: id,
    profile: {
      CloudAssignedTenantId: client.tenantId,
      CloudAssignedTenantDomain: `${client.tenantId}.test`,
      ZtdRegistrationId: id,
      DeploymentProfileName: 'Standard',
    },
    session: { expiresIn: 3600 },
    askAgainIn: 0,
  })
  const { lastContactedDateTime } = await boot.device(client, id)
  expect(Date.parse(String(lastContactedDateTime))).toBeGreaterThan(Date.now() - 600_000)
  const history = await boot.json(client, `/admin/v1/devices/${id}/history`)
  expect(history).toMatchObject({ claimLevel: 2 })
  expect(history).not.toHaveProperty('provisionalUntil')
})

test('the profile is signed over its bytes, by a published key', async () => {
  const challenge = await challenged()
  const proof = await proofFor(boot.service, challenge, asked(one))
  const response = await boot.app.fetch(
    new Request(`${boot.service.origin}/ztd/v1/profile`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        hardwareHash: one.fixture.hardwareHash,
        attestationKey: one.prover.attestationKey.toString('base64'),
        challenge: challenge.token.toString('base64url'),
        proof: proof.toString('base64'),
      }),
    }),
  )
  const text = await response.text()
  const payload = /"profile":(\{.*?\}),"signature"/s.exec(text)?.[1] ?? ''
  const [header = '', , signature = ''] = (JSON.parse(text) as ProfileAnswer).signature.split('.')
  const { keys } = (await (
    await boot.app.fetch(new Request(`${boot.service.origin}/ztd/v1/keys`))
  ).json()) as { keys: { kid: string; kty: string }[] }
  const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const jwk = keys.find((each) => each.kid === kid)
  expect(alg).toBe('ES256')
  const signed = Buffer.from(`${header}.${Buffer.from(payload).toString('base64url')}`)
  const key = createPublicKey({ format: 'jwk', key: jwk ?? {} })
  const check = (bytes: Buffer) =>
    verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  expect(check(signed)).toBe(true)
  expect(check(Buffer.concat([signed, Buffer.from('A')]))).toBe(false)
})

test('a challenge is good once, and for nothing else than it was made for', async () => {
  const challenge = await challenged()
  const proof = await proofFor(boot.service, challenge, asked(one))
  const redeem = (changes: object) =>
    redeemChallenge(boot.service, { ...asked(one), challenge, proof, ...changes })
  const later = Buffer.from(challenge.token)
  later.writeBigUInt64BE(later.readBigUInt64BE(1) - 1n, 1)
  const elsewhere = { ...boot.service, origin: 'https://taxiway.example' }
  const wrong: readonly Promise<Answer>[] = [
    redeem({ proof: randomBytes(32) }),
    redeem({ proof: proof.subarray(0, 31) }),
    redeem({ hardwareHash: two.fixture.hardwareHash }),
    redeem({ prover: { ...one.prover, attestationKey: two.prover.attestationKey } }),
    redeem({ challenge: { token: later } }),
    redeem({ challenge: { token: randomBytes(25) } }),
    redeem({ challenge: { token: challenge.token.subarray(0, 24) } }),
    proofFor(elsewhere, challenge, asked(one)).then((foreign) => redeem({ proof: foreign })),
  ]
  for (const answer of await Promise.all(wrong))
    expect(answer).toMatchObject({ result: 'problem', status: 403, code: 'proof-failed' })
  expect(await redeem({})).toMatchObject({ result: 'profile' })
  expect(await redeem({})).toMatchObject({ status: 403, code: 'proof-failed' })
})

test('a later capture of the device gets the same profile', async () => {
  const decoded = decodeHardwareHash(one.fixture.hardwareHash)
  if (!decoded.ok) throw new Error(decoded.message)
  const { text } = remakeHardwareHash(decoded, [
    { event: 'regenerated' },
    { event: 'disk-swapped' },
  ])
  expect(await askForProfile(boot.service, text, one.prover)).toMatchObject({
    result: 'profile',
    registrationId: id,
  })
})

test('a copied hash is worth nothing without its TPM, and with another key it is an unknown device', async () => {
  const thief = memoryProver(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
  const stolen = await challenged(one.fixture.hardwareHash, {
    ...one.prover,
    attestationKey: thief.attestationKey,
  })
  await expect(thief.activate(stolen.credential)).rejects.toThrow()
  const before = await boot.device(client, id)
  const decoded = decodeHardwareHash(one.fixture.hardwareHash)
  if (!decoded.ok) throw new Error(decoded.message)
  const copied = remakeHardwareHash(decoded, [
    { event: 'board-replaced', reflashed: true, ekPublicModulus: thief.ekModulus ?? '' },
  ])
  const answer = await askForProfile(boot.service, copied.text, thief)
  expect(answer).toMatchObject({ result: 'none', code: 807, name: 'ZtdDeviceIsNotRegistered' })
  expect(answer).toHaveProperty('blankProfile.CloudAssignedAadServerData')
  expect(await boot.device(client, id)).toEqual(before)
})

test('a device that nobody registered and one without a profile learn what they may know', async () => {
  expect(await askForProfile(boot.service, two.fixture.hardwareHash, two.prover)).toMatchObject({
    result: 'none',
    code: 807,
    askAgainIn: 120,
  })
  const other = await boot.newTenant()
  await boot.register(other, two.fixture.hardwareHash)
  expect(await askForProfile(boot.service, two.fixture.hardwareHash, two.prover)).toMatchObject({
    result: 'none',
    code: 815,
    name: 'ZtdDeviceHasNoAssignedProfile',
  })
})

function asked({ fixture, prover }: typeof one) {
  return { hardwareHash: fixture.hardwareHash, prover }
}
