/** Endorsement keys that a certificate shows: demanded by a tenant, or of a device whose hash has no key. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { askForProfile, memoryProver, type Prover } from 'taxiway-device'
import { decodeHardwareHash, isUsableHash } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endorsementKeys, hashFixtures } from '../support/hardware-hashes.ts'
import type { Client } from '../support/registry.ts'
import { machine, openFirstBoot } from './support.ts'
import { type TpmMaker, tpmMaker } from './tpm-maker.ts'

const { fixture } = machine(0)
const endorsementKey = createPrivateKey(endorsementKeys.get(fixture.id) ?? '')
const keyless = hashFixtures
  .filter(({ hardwareHash }) => {
    const decoded = decodeHardwareHash(hardwareHash)
    return isUsableHash(decoded) && decoded.tpm?.ekDigest == null
  })
  .map(({ hardwareHash }) => hardwareHash)
let maker: TpmMaker
let factory: TpmMaker
let boot: Awaited<ReturnType<typeof openFirstBoot>>
let client: Client

beforeAll(async () => {
  maker = await tpmMaker('Maker')
  factory = await maker.below('Factory')
  const tpmRoots = [maker.certificate, factory.certificate]
  boot = await openFirstBoot({ deployment: { tpmRoots } })
  client = await boot.newTenant()
  await boot.assignProfile(client)
  await boot.register(client, fixture.hardwareHash)
})
afterAll(() => boot.close())

const policy = (changes: object) => client.ask('PATCH', '/admin/v1/deployment-policy', changes)

test.each([
  ['none', 171, async () => undefined],
  [
    'from a maker that nobody trusts',
    171,
    async () => await (await tpmMaker('Maker')).certify(rsa),
  ],
  ['that has ended', 171, () => maker.certify(rsa, { until: -3600_000 })],
  ['for another purpose', 171, () => maker.certify(rsa, { use: '1.3.6.1.5.5.7.3.2' })],
  ["of the maker's", undefined, () => maker.certify(rsa)],
  ["of the maker's factory", undefined, () => factory.certify(rsa)],
])('where the certificate is demanded, one %s', async (_which, code, certificate) => {
  await policy({ requireEkCertificate: true })
  const ekCertificate = await certificate()
  const prover = memoryProver(endorsementKey, ekCertificate && { ekCertificate })
  expect(await askForProfile(boot.service, fixture.hardwareHash, prover)).toMatchObject(
    code === undefined ? { result: 'profile' } : { result: 'none', code },
  )
  await policy({ requireEkCertificate: false })
})

test('a certificate of another key is refused before anything is looked up', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
  const ekCertificate = await maker.certify(other)
  const prover = memoryProver(endorsementKey, { ekCertificate })
  expect(await askForProfile(boot.service, fixture.hardwareHash, prover)).toMatchObject({
    status: 400,
    code: 'certificate-invalid',
  })
})

test.each([
  ['P-256', 0],
  ['P-384', 1],
] as const)('a %s key of a device without one on record waits for a person', async (curve, n) => {
  const hash = keyless[n] ?? ''
  const id = await boot.register(client, hash)
  const prover = await certified(curve)
  expect(await askForProfile(boot.service, hash, prover)).toMatchObject({ code: 807 })
  expect((await timeline(id)).keys).toEqual([])

  await policy({ bindOnFirstProof: true })
  const decide = async (digest: string | undefined, decision: string) => {
    const path = `/admin/v1/devices/${id}/keys/${digest}/decide`
    return (await client.ask('POST', path, { decision })).status
  }
  const wrong = await certified(curve)
  expect(await askForProfile(boot.service, hash, wrong)).toMatchObject({ code: 807 })
  const { keys, events } = await timeline(id)
  expect(keys).toMatchObject([{ state: 'waiting' }])
  expect(events[0]).toMatchObject({ kind: 'key-to-confirm' })
  expect(await decide(keys[0]?.digest, 'reject')).toBe(204)
  expect(await askForProfile(boot.service, hash, wrong)).toMatchObject({ code: 807 })

  expect(await askForProfile(boot.service, hash, prover)).toMatchObject({ code: 807 })
  const [rejected, waiting] = (await timeline(id)).keys
  expect([rejected, waiting]).toMatchObject([{ state: 'rejected' }, { state: 'waiting' }])
  expect(await decide(waiting?.digest, 'bind')).toBe(204)
  expect(await decide(waiting?.digest, 'reject')).toBe(404)
  expect(await askForProfile(boot.service, hash, prover)).toMatchObject({
    result: 'profile',
    registrationId: id,
  })

  const stranger = await certified(curve)
  expect(await askForProfile(boot.service, hash, stranger)).toMatchObject({ code: 807 })
  expect((await timeline(id)).keys).toMatchObject([{ state: 'rejected' }, { state: 'bound' }])
  await policy({ bindOnFirstProof: false })
})

const rsa = createPublicKey(endorsementKey)

async function certified(curve: 'P-256' | 'P-384'): Promise<Prover> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
  return memoryProver(privateKey, { ekCertificate: await maker.certify(publicKey) })
}

function timeline(id: string) {
  return boot.json<{
    keys: readonly { digest: string; state: string }[]
    events: readonly { kind: string }[]
  }>(client, `/admin/v1/devices/${id}/deployment`)
}
