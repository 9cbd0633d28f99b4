/** Every refusal is the one that Windows shows. */
import { generateKeyPairSync } from 'node:crypto'
import { enroll, managementDeviceId } from 'taxiway-device'
import { expect, test } from 'vitest'
import { certificateRequest } from '../../../packages/device/src/enrollment/certificate-request.ts'
import {
  actions,
  discoverBody,
  policiesBody,
} from '../../../packages/device/src/enrollment/soap-messages.ts'
import { json } from '../../support/registry.ts'
import {
  ask,
  boot,
  client,
  discoveryUrl,
  enrollmentUrl,
  mdmUrl,
  message,
  posted,
  privateKey,
  refusalOf,
  tokenOf,
  tokenRequest,
  wishOf,
} from './stage.ts'

test.each([
  ['no XML', 'hello'],
  ['half a message', message().slice(0, 400)],
  ['another action', message({ action: actions.policies })],
  ['another body', message({ body: policiesBody })],
  ['two bodies', message({ body: `${policiesBody}${policiesBody}` })],
  ['a document type', `<!DOCTYPE a [<!ENTITY x "y">]>${message()}`],
  ['an instruction', `<?xml-stylesheet href="x"?>${message()}`],
  ['5,000 levels', '<a>'.repeat(5_000) + '</a>'.repeat(5_000)],
  ['1 MiB of text', message({ body: `<Discover>${'x'.repeat(1_048_576)}</Discover>` })],
  ['UTF-16', Buffer.from(message(), 'utf16le')],
] as const)('MessageFormat: %s', async (_, body) => {
  expect(await posted(discoveryUrl, body)).toBe('0x80180001')
})

test('an answer relates to its message, and a fault too', async () => {
  for (const action of [actions.discover, actions.token]) {
    const answer = await ask(
      new Request(discoveryUrl, {
        method: 'POST',
        body: message({ action, messageId: 'urn:uuid:7&<' }),
      }),
    )
    expect(await answer.text()).toContain('<a:RelatesTo>urn:uuid:7&amp;&lt;</a:RelatesTo>')
  }
})

test('InvalidSecurity: a header that is not as it must be', async () => {
  const whole = message({
    action: actions.policies,
    body: policiesBody,
    token: { value: await tokenOf(), type: 'own' },
  })
  const policyUrl = `${mdmUrl}/EnrollmentServer/Policy.svc`
  expect(await posted(policyUrl, whole)).toBe(200)
  const [security = ''] = /<wsse:Security.*<\/wsse:Security>/.exec(whole) ?? []
  const [token = ''] = /<wsse:BinarySecurityToken.*<\/wsse:BinarySecurityToken>/.exec(whole) ?? []
  const old = '<u:Timestamp xmlns:u="u"><u:Expires>2020-01-01T00:00:00Z</u:Expires></u:Timestamp>'
  for (const changed of [
    whole.replace(security, security + security),
    whole.replace(token, token + token),
    whole.replace(token, old + token),
    whole.replace('DeviceEnrollmentUserToken', 'Another'),
    whole.replace('#base64binary', '#HexBinary'),
    whole.replace(/(?<=base64binary">)[^<]+/, '%%%'),
  ])
    expect(await posted(policyUrl, changed)).toBe('0x80180007')
  // A name with a password is not a token: that way is off.
  const password =
    '<wsse:UsernameToken><wsse:Username>ada</wsse:Username><wsse:Password>x</wsse:Password></wsse:UsernameToken>'
  expect(await posted(policyUrl, whole.replace(token, password))).toBe('0x80180002')
  expect(await posted(policyUrl, whole.replace(security, ''))).toBe('0x80180002')
})

test('CertificateRequest: a request that does not verify, or is for another device', async () => {
  const good = certificateRequest(privateKey, managementDeviceId('raw'))
  const bent = Buffer.from(good)
  bent[bent.length - 5] = (bent.at(-5) ?? 0) ^ 1
  const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey
  for (const request of [
    bent,
    good.subarray(0, 200),
    Buffer.from('none'),
    certificateRequest(weak, managementDeviceId('raw')),
    certificateRequest(privateKey, managementDeviceId('another')),
  ])
    expect(await posted(enrollmentUrl, await tokenRequest({}, request))).toBe('0x80180004')
  expect(await posted(enrollmentUrl, await tokenRequest())).toBe(200)
})

test('EnrollmentDataInvalid: what the device says of itself cannot be', async () => {
  for (const items of [
    { DeviceID: null },
    { DeviceID: 'CN=root' },
    { DeviceID: '0'.repeat(33) },
    { EnrollmentType: 'Other' },
    { ZeroTouchProvisioning: 'no id' },
  ])
    expect(await posted(enrollmentUrl, await tokenRequest(items))).toBe('0x80180019')
})

test('EnrollmentServer: the registration that the device names is not here', async () => {
  const ZeroTouchProvisioning = '11111111-2222-4333-8444-555555555555'
  expect(await posted(enrollmentUrl, await tokenRequest({ ZeroTouchProvisioning }))).toBe(
    '0x80180005',
  )
})

test('NotSupported: a device that cannot sign in by a page, or is no Windows', async () => {
  const body = discoverBody('', '10')
  for (const changed of [
    body.replace('<AuthPolicy>Federated</AuthPolicy>', ''),
    body.replace('CIMClient_Windows', 'AndroidForWork'),
  ])
    expect(await posted(discoveryUrl, message({ body: changed }))).toBe('0x80180015')
})

test('InMaintenance: enrollment is paused', async () => {
  const path = '/admin/v1/enrollment-settings'
  expect(await json(client.ask('GET', path))).toEqual({
    convertAllTargetedDevices: false,
    isPaused: false,
  })
  expect((await client.ask('PATCH', path, { isPaused: true })).status).toBe(200)
  expect(refusalOf(await enroll(await wishOf()))).toBe('0x80180017')
  expect(await json(client.ask('PATCH', path, { convertAllTargetedDevices: true }))).toEqual({
    convertAllTargetedDevices: true,
    isPaused: true,
  })
  const back = { isPaused: false, convertAllTargetedDevices: false }
  expect(await json(client.ask('PATCH', path, back))).toEqual(back)
  expect(refusalOf(await enroll(await wishOf()))).toBe('enrolled')
})

test('UserLicense and Authorization: the person may not', async () => {
  for (const [name, hresult] of [
    ['bob', '0x80180018'],
    ['eve', '0x80180003'],
  ] as const) {
    const value = await tokenOf({ userPrincipalName: `${name}@contoso.test` })
    const wish = await wishOf({ token: { value, type: 'own' } })
    expect(refusalOf(await enroll(wish))).toBe(hresult)
  }
})

test('DeviceCapReached and DeviceNotSupported: the enrollment configurations of Graph', async () => {
  const path = '/beta/deviceManagement/deviceEnrollmentConfigurations'
  const type = (name: string) => `#microsoft.graph.${name}`
  async function configured(members: object): Promise<string> {
    const made = await json(tenant.ask('POST', path, { displayName: 'Test', ...members }))
    const target = { '@odata.type': type('allLicensedUsersAssignmentTarget') }
    const body = { enrollmentConfigurationAssignments: [{ target }] }
    const assigned = await tenant.ask('POST', `${path}/${made.id}/assign`, body)
    expect(assigned.ok).toBe(true)
    return made.id
  }
  const tenant = await boot.newTenant()
  const ofTenant = async () => ({
    token: { value: await tokenOf({}, tenant), type: 'own' } as const,
  })
  const id = 'aaaaaaaa-0000-4000-8000-000000000009'
  await boot.app.users.add({
    id,
    tenantId: tenant.tenantId,
    displayName: 'Dee',
    passwordHash: null,
    roles: [],
    userPrincipalName: 'dee@contoso.test',
    licensed: true,
    enabled: true,
  })
  await configured({ '@odata.type': type('deviceEnrollmentLimitConfiguration'), limit: 2 })
  const tokens: string[] = []
  for (let i = 0; i < 4; i++)
    tokens.push(await tokenOf({ userPrincipalName: 'dee@contoso.test' }, tenant))
  const wishes = await Promise.all(tokens.map((value) => wishOf({ token: { value, type: 'own' } })))
  const results = (await Promise.all(wishes.map(enroll))).map(refusalOf).toSorted()
  expect(results).toEqual(['0x80180013', '0x80180013', 'enrolled', 'enrolled'])
  const restriction = (windowsRestriction: object) => ({
    '@odata.type': type('deviceEnrollmentPlatformRestrictionsConfiguration'),
    windowsRestriction,
  })
  const personal = await configured(
    restriction({ personalDeviceEnrollmentBlocked: true, osMinimumVersion: '10.0.22000' }),
  )
  const wish = await wishOf({
    token: { value: await tokenOf({ ownership: 'personal' }, tenant), type: 'own' },
  })
  expect(refusalOf(await enroll(wish))).toBe('0x80180014')
  const old = await wishOf(await ofTenant())
  const machine = { ...old.machine, osVersion: '10.0.19045.1' }
  expect(refusalOf(await enroll({ ...old, machine }))).toBe('0x80180014')
  expect(refusalOf(await enroll(await wishOf(await ofTenant())))).toBe('enrolled')
  await tenant.ask('DELETE', `${path}/${personal}`)
  await configured(restriction({ platformBlocked: true }))
  expect(refusalOf(await enroll(await wishOf(await ofTenant())))).toBe('0x80180014')
})

test('InternalServiceFault: something of ours is broken, and nothing is said of it', async () => {
  await boot.store.pool.query('alter table device_certificate rename to elsewhere')
  expect(refusalOf(await enroll(await wishOf()))).toBe('0x80180006')
  await boot.store.pool.query('alter table elsewhere rename to device_certificate')
  expect(boot.failures.splice(0)).toHaveLength(1)
})
