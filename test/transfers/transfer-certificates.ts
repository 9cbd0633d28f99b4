/** Devices that move to another tenant, and the certificates that both hold. */
import { createVerifier } from 'fast-jwt'
import { compactVerify, createLocalJWKSet, exportSPKI, importJWK } from 'jose'
import { checkCertificates, type ReleaseKey } from 'taxiway-autopilot'
import { expect, test } from 'vitest'
import { certificateSigner } from '../../src/core/transfers/release-certificate.ts'
import { json, origin } from '../support/registry.ts'
import {
  certificatesOf,
  devicesOf,
  giver,
  imported,
  newDevice,
  offer,
  path,
  receiver,
  registry,
  stranger,
} from './transfer-stage.ts'

async function fetched(at: string) {
  return await json(registry.app.fetch(new Request(`${origin}${at}`)))
}

test('devices move in one transaction, with the receiver’s own tag, and both hold the certificate', async () => {
  const { id: deviceId, name } = await newDevice()
  const made = await offer([deviceId], { message: 'sold with the hangar' })
  expect(made.code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/)
  expect(made).toMatchObject({ side: 'giver', state: 'offered', count: 1 })
  const seen = await json(receiver.ask('POST', `${path}/look`, { code: made.code }))
  expect(seen).toMatchObject({ count: 1, devices: [], fromTenantId: null, toTenantId: null })
  expect(seen.models).toHaveLength(1)

  const accept = { code: made.code.toLowerCase().replaceAll('-', ' '), groupTag: 'Inherited' }
  const done = await json(receiver.ask('POST', `${path}/accept`, accept))
  expect(done).toMatchObject({ id: made.id, state: 'completed', side: 'receiver' })
  const [mine] = await devicesOf(receiver)
  expect(mine).toMatchObject({ id: done.devices[0].registrationId, groupTag: 'Inherited' })
  expect(await devicesOf(giver)).toEqual([])
  // The token moved: the giver cannot have it back by an import, and the receiver has it already.
  expect(await imported(giver, name)).toMatchObject({ status: 'error', code: 808 })
  expect(await imported(receiver, name)).toMatchObject({ status: 'error', code: 806 })

  const again = await receiver.ask('POST', `${path}/accept`, { code: made.code })
  expect([again.status, (await json(again)).error.code]).toEqual([404, 'not-found'])
  const given = await json(giver.ask('GET', `${path}/${made.id}`))
  expect(JSON.stringify(given)).not.toContain('Inherited')
  expect(given.devices[0].registrationId).toBeNull()
  const [certificate] = await certificatesOf(giver, made.id)
  expect(await certificatesOf(receiver, made.id)).toEqual([certificate])
  expect((await stranger.ask('GET', `${path}/${made.id}/certificates`)).status).toBe(404)

  for (const client of [giver, receiver]) {
    const { value } = await json(client.ask('GET', '/admin/v1/events?types=transfer.completed'))
    expect(value).toMatchObject([{ data: { transferId: made.id } }])
  }
})

test('certificates form a chain that two libraries verify, and everybody may ask which is current', async () => {
  const { id: deviceId } = await newDevice()
  const first = await offer([deviceId])
  const { devices } = await json(receiver.ask('POST', `${path}/accept`, { code: first.code }))
  const back = await json(
    receiver.ask('POST', path, { deviceIds: [devices[0].registrationId], anonymous: true }),
  )
  await json(stranger.ask('POST', `${path}/accept`, { code: back.code }))
  const [one] = await certificatesOf(giver, first.id)
  const [two] = await certificatesOf(stranger, back.id)

  const keys = await fetched('/.well-known/taxiway-release-keys')
  const set = createLocalJWKSet(keys)
  const pem = await exportSPKI((await importJWK(keys.keys[0], 'EdDSA')) as never)
  const other = createVerifier({ key: pem, algorithms: ['EdDSA'] })
  const claims = []
  for (const { jws } of [one, two]) {
    const { payload, protectedHeader } = await compactVerify(jws, set)
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'taxiway-release+jwt' })
    const said = JSON.parse(new TextDecoder().decode(payload))
    expect(other(jws)).toEqual(said)
    claims.push(said)
    const forged = jws.replace(/\.[^.]+\./, (part: string) => `${part.slice(0, -3)}AA.`)
    await expect(compactVerify(forged, set)).rejects.toThrow()
    expect(() => other(forged)).toThrow()
  }
  expect(claims).toMatchObject([
    {
      iss: origin,
      kind: 'transfer',
      sequence: 1,
      prev: null,
      releasedBy: { tenantId: giver.tenantId },
      boundTo: { tenantId: receiver.tenantId },
      scope: 'this registry only',
    },
    { sequence: 2, boundTo: { tenantId: stranger.tenantId } },
  ])
  expect(claims[1].releasedBy).toBeUndefined()
  await judge([one.jws, two.jws], keys.keys)
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(one.jws))
  expect(claims[1].prev).toBe(`sha256:${Buffer.from(digest).toString('hex')}`)

  const status = async (id: string) => (await fetched(`/verify/${id}`)).status
  expect(await status(one.id)).toBe('superseded')
  expect(await status(two.id.toUpperCase())).toBe('current')
  expect(await status(stranger.tenantId)).toBe('unknown')
  expect(await status('nothing')).toBe('unknown')
  const page = await registry.app.fetch(
    new Request(two.verifyUrl, { headers: { accept: 'text/html' } }),
  )
  const text = await page.text()
  expect(text).toContain('Release certificate: current')
  expect(text).toContain('<svg')
  expect(text).not.toContain(claims[1].device.serialNumber)
})

/** The command line's own check: what is genuine, and every way in which it is not. */
async function judge(list: readonly [string, string], keys: readonly ReleaseKey[]) {
  const faults = async (given: readonly string[], known = keys) =>
    (await checkCertificates(given, known)).map((each) => (each.valid ? '' : each.fault))
  expect(await faults(list)).toEqual(['', ''])
  expect(await faults([...list].reverse())).toEqual(['', ''])
  const [head, body, signature] = list[0].split('.')
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const none = encoded({ alg: 'none', typ: 'taxiway-release+jwt' })
  expect(await faults([`${none}.${body}.`, `${none}.${body}.${signature}`])).toEqual([
    'it is not a signed certificate',
    'its algorithm is none, its type taxiway-release+jwt',
  ])
  const other = encoded({ ...JSON.parse(Buffer.from(body ?? '', 'base64url').toString()), iat: 1 })
  expect(await faults([`${head}.${other}.${signature}`, 'x', 'a.b.c'])).toEqual([
    'its signature is wrong',
    'it is not a signed certificate',
    'it cannot be read',
  ])
  expect(await faults(list, [])).toEqual(
    Array(2).fill('it is signed with a key that is not among these'),
  )
  const stranger = certificateSigner(new Uint8Array(32), origin)
  const said = JSON.parse(Buffer.from(body ?? '', 'base64url').toString())
  const before = stranger.sign({ ...said, reason: 'another one' })
  expect(await faults([before, list[1]], [...keys, stranger.publicKey])).toEqual([
    '',
    'it is not linked to the certificate before it',
  ])
}
