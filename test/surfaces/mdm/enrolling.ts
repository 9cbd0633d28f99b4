/** Devices that may enroll do, and administrators see it. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import {
  askForProfile,
  enroll,
  managementDeviceId,
  type ProfileAnswer,
  SimulatedDevice,
} from 'taxiway-device'
import { expect, test } from 'vitest'
import { certificateRequest } from '../../../packages/device/src/enrollment/certificate-request.ts'
import { signedData } from '../../../packages/device/src/enrollment/signed-data.ts'
import { readSignedData } from '../../../src/device-authority/signed-data.ts'
import { findCertifiedIn } from '../../../src/storage/enrollment/certificates.ts'
import { machine } from '../../deployment/support.ts'
import { json, origin } from '../../support/registry.ts'
import {
  ask,
  boot,
  client,
  discoveryUrl,
  enrolledIn,
  enrollmentUrl,
  list,
  mdmUrl,
  posted,
  privateKey,
  refusalOf,
  tokenOf,
  tokenRequest,
  wishOf,
} from './stage.ts'

test('a registered device boots, proves itself, enrolls where discovery says, and is on its desktop', async () => {
  await boot.assignProfile(client)
  const { fixture, prover } = machine(0)
  const registrationId = await boot.register(client, fixture.hardwareHash)
  const asked: string[] = []
  const service = {
    origin,
    ask: (request: Request) => {
      asked.push(`${request.method} ${request.url}`)
      return ask(request)
    },
  }
  const { hardwareHash } = fixture
  const device = new SimulatedDevice({
    service,
    hardwareHash,
    prover,
    managementKey: () => privateKey,
  })
  expect(await device.boot()).toBe('sign-in')
  const domain = `${client.tenantId}.test`
  expect(await device.signIn(`ada@${domain}`)).toBe('desktop')
  const mdm = asked.filter((each) => each.includes('mdm.contoso.test'))
  expect(mdm.slice(0, 4)).toEqual([
    `GET ${discoveryUrl}`,
    `POST ${discoveryUrl}`,
    `POST ${mdmUrl}/EnrollmentServer/Policy.svc`,
    `POST ${enrollmentUrl}`,
  ])
  const { enrollment } = device.kept
  expect(enrollment).toMatchObject({
    address: `${mdmUrl}/omadm`,
    providerId: 'Taxiway',
    requiresSigning: true,
    poll: { firstCount: 8, firstEvery: 15, thenEvery: 480 },
  })
  const [found] = await list('?state=active')
  expect(found).toMatchObject({
    id: enrollment?.entDmId,
    deviceId: enrollment?.deviceId,
    registrationId,
    ownership: 'corporate',
    means: 'deployment',
    state: 'active',
    osVersion: '10.0.26100.1',
  })
  // Its certificate is one of the authority for devices, which no other purpose trusts.
  const certificate = new X509Certificate(enrollment?.certificate ?? '')
  expect(certificate.subject).toContain(`CN=${enrollment?.deviceId}`)
  const stored = await findCertifiedIn(boot.store)(certificate.serialNumber)
  expect(stored?.certificate).toEqual(enrollment?.certificate)
  const trail = await json(client.ask('GET', '/admin/v1/audit?limit=50'))
  expect(JSON.stringify(trail)).toContain('Create Enrollment')
  expect(JSON.stringify(trail)).not.toContain(device.kept.answer?.enrollment?.token)
})

test('a token of an administrator lets one device enroll, for whom it says', async () => {
  const value = await tokenOf({ userPrincipalName: 'ADA@contoso.test', ownership: 'personal' })
  const wish = await wishOf({ token: { value, type: 'own' } })
  const enrolled = enrolledIn(await enroll(wish))
  const one = await json(client.ask('GET', `/admin/v1/enrollments/${enrolled.entDmId}`))
  expect(one).toMatchObject({
    ownership: 'personal',
    userPrincipalName: 'ada@contoso.test',
    means: 'administrator',
    registrationId: null,
  })
  expect(refusalOf(await enroll(wish))).toBe('0x80180002')
  const tokens = await json(client.ask('GET', '/admin/v1/enrollment-tokens'))
  expect(tokens.value[0]).toMatchObject({ state: 'used', enrollmentId: enrolled.entDmId })
  expect(JSON.stringify(tokens)).not.toContain(value)
  const stranger = await boot.newTenant()
  expect((await stranger.ask('GET', `/admin/v1/enrollments/${enrolled.entDmId}`)).status).toBe(404)
  const unknown = await client.ask('POST', '/admin/v1/enrollment-tokens', {
    userPrincipalName: 'x@y.test',
  })
  expect(unknown.status).toBe(400)
})

test('of devices with one token, one enrolls', async () => {
  const token = { value: await tokenOf(), type: 'own' } as const
  const wishes = await Promise.all(Array.from({ length: 5 }, () => wishOf({ token })))
  const results = await Promise.all(wishes.map(enroll))
  expect(results.map(refusalOf).toSorted()).toEqual([...Array(4).fill('0x80180002'), 'enrolled'])
})

test('a device that enrolls again is one device: what it was before has ended', async () => {
  const wish = await wishOf()
  const first = enrolledIn(await enroll(wish))
  const second = enrolledIn(
    await enroll({ ...wish, token: { value: await tokenOf(), type: 'own' } }),
  )
  expect(second.entDmId).not.toBe(first.entDmId)
  const find = findCertifiedIn(boot.store)
  expect(await find(new X509Certificate(first.certificate).serialNumber)).toBeUndefined()
  const states = (await list(`?search=${wish.machine.deviceId}`)).map(({ state, endedBy }) => [
    state,
    endedBy,
  ])
  expect(states).toEqual([
    ['active', null],
    ['ended', 'replaced'],
  ])
})

test('who states the DeviceID of another person’s device ends nothing; the same person does', async () => {
  const of = async (name: string | null) =>
    ({
      value: await tokenOf(name === null ? {} : { userPrincipalName: `${name}@contoso.test` }),
      type: 'own',
    }) as const
  const wish = await wishOf({ token: await of('ada') })
  const first = enrolledIn(await enroll(wish))
  const view = async (id: string) => await json(client.ask('GET', `/admin/v1/enrollments/${id}`))
  const find = findCertifiedIn(boot.store)
  const serialOf = ({ certificate }: { certificate: Buffer }) =>
    new X509Certificate(certificate).serialNumber
  const nobody = enrolledIn(await enroll({ ...wish, token: await of(null) }))
  expect(await view(nobody.entDmId)).toMatchObject({ state: 'active', sharesDeviceId: true })
  expect((await find(serialOf(first)))?.id).toBe(first.entDmId)
  const again = enrolledIn(await enroll({ ...wish, token: await of('ada') }))
  expect(await view(again.entDmId)).toMatchObject({ state: 'active', sharesDeviceId: true })
  expect(await view(first.entDmId)).toMatchObject({ state: 'ended', endedBy: 'replaced' })
  expect(await find(serialOf(first))).toBeUndefined()
  expect((await find(serialOf(nobody)))?.id).toBe(nobody.entDmId)
  const many = await Promise.all(
    Array.from({ length: 4 }, async () => enroll({ ...wish, token: await of('ada') })),
  )
  expect(many.every(({ ok }) => ok)).toBe(true)
  const found = await list(`?search=${wish.machine.deviceId}&state=active`)
  expect(found.map(({ userPrincipalName }) => userPrincipalName).toSorted()).toEqual(
    ['ada@contoso.test', null].toSorted(),
  )
})

test('another spelling of a DeviceID is the same device', async () => {
  const wish = await wishOf({ token: { value: await tokenOf(), type: 'own' } })
  const first = enrolledIn(await enroll(wish))
  const spelled = async (deviceId: string) =>
    await enroll({
      ...wish,
      token: { value: await tokenOf(), type: 'own' },
      machine: { ...wish.machine, deviceId },
    })
  const { deviceId } = wish.machine
  const guid = deviceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '{$1-$2-$3-$4-$5}')
  const state = async (id: string) =>
    (await json(client.ask('GET', `/admin/v1/enrollments/${id}`))).state
  const lower = enrolledIn(await spelled(deviceId.toLowerCase()))
  expect([await state(first.entDmId), await state(lower.entDmId)]).toEqual(['ended', 'active'])
  const braced = enrolledIn(await spelled(guid))
  expect([await state(lower.entDmId), await state(braced.entDmId)]).toEqual(['ended', 'active'])
})

test('the session of a first boot gets a certificate without SOAP', async () => {
  const { fixture, prover } = machine(1)
  const registrationId = await boot.register(client, fixture.hardwareHash)
  const answer = (await askForProfile(boot.service, fixture.hardwareHash, prover)) as ProfileAnswer
  expect(answer.enrollment?.discoveryUrl).toBe(discoveryUrl)
  const deviceId = managementDeviceId('direct')
  const certified = (body: object, token = answer.session.token) =>
    ask(
      new Request(`${origin}/ztd/v1/certificate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      }),
    )
  const request = certificateRequest(privateKey, deviceId).toString('base64')
  const given = await certified({ certificateRequest: request, deviceId })
  expect(given.status).toBe(201)
  const said = await json(given)
  expect(said).toMatchObject({ deviceId, managementUrl: `${mdmUrl}/omadm` })
  const der = Buffer.from(said.certificate, 'base64')
  const leaf = new X509Certificate(der)
  expect(leaf.verify(new X509Certificate(Buffer.from(said.authority, 'base64')).publicKey)).toBe(
    true,
  )
  const signed = readSignedData(
    signedData(Buffer.from('x'), { certificate: der, privateKey }, { at: new Date() }),
  )
  const found = await findCertifiedIn(boot.store)(signed?.signerSerial ?? '')
  expect(found).toMatchObject({ id: said.enrollmentId, registrationId, means: 'deployment' })
  // One device for each registration: with another id it is the same one anew.
  const otherId = managementDeviceId('direct', 'again')
  const again = certificateRequest(privateKey, otherId).toString('base64')
  expect((await certified({ certificateRequest: again, deviceId: otherId })).status).toBe(201)
  expect(await findCertifiedIn(boot.store)(signed?.signerSerial ?? '')).toBeUndefined()
  for (const [body, token, status, code] of [
    [{ certificateRequest: request, deviceId }, 'wrong', 401, 'session-invalid'],
    [{ certificateRequest: request, deviceId: 'x' }, undefined, 400, 'request-invalid'],
    [{ certificateRequest: 'AAAA', deviceId }, undefined, 400, 'certificate-request-invalid'],
    [{ certificateRequest: again, deviceId }, undefined, 400, 'certificate-request-invalid'],
    [{ deviceId }, undefined, 400, 'request-invalid'],
  ] as const) {
    const refused = await certified(body, token)
    expect([refused.status, (await json(refused)).code]).toEqual([status, code])
  }
  // A token for one registration does not enroll what says it is another.
  const { registrationId: first = '' } = (await list('?state=ended'))[0] ?? {}
  const value = answer.enrollment?.token ?? ''
  const wish = await wishOf({
    token: { value, type: 'own' },
    registrationId: '11111111-2222-4333-8444-555555555555',
  })
  expect(first).toBe(registrationId)
  expect(refusalOf(await enroll(wish))).toBe('0x80180019')
})

test('keys of elliptic curves get certificates too, and the wire has the shapes that are recorded of Windows', async () => {
  const body = await tokenRequest(
    { DeviceID: '{0F717C0F-5F68-4AC3-A341-01B254112233}'.slice(1, -1) },
    certificateRequest(
      createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      '0F717C0F-5F68-4AC3-A341-01B254112233',
    ),
  )
  expect(body).toContain('\r\n')
  expect(await posted(enrollmentUrl, body)).toBe(200)
  const probe = await ask(new Request(discoveryUrl))
  expect([probe.status, await probe.text()]).toEqual([200, ''])
  expect((await ask(new Request(discoveryUrl.toLowerCase()))).status).toBe(200)
})
