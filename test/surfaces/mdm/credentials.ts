/** Tokens, certificates and access tokens: those that are good, and those that are not. */
import { X509Certificate } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import { type Enrolled, enroll, renew } from 'taxiway-device'
import { expect, test } from 'vitest'
import { certificateRequest } from '../../../packages/device/src/enrollment/certificate-request.ts'
import { signedData } from '../../../packages/device/src/enrollment/signed-data.ts'
import { actions, tokenBody } from '../../../packages/device/src/enrollment/soap-messages.ts'
import { deviceEnrollmentId } from '../../../src/identity-provider/core/first-party.ts'
import { keyRing } from '../../../src/identity-provider/core/key-ring.ts'
import { findCertifiedIn } from '../../../src/storage/enrollment/certificates.ts'
import { json, origin } from '../../support/registry.ts'
import { type Browser, browserSession, hiddenFields } from '../authority/browser-session.ts'
import {
  ask,
  boot,
  client,
  discoveryUrl,
  enrolledDevice,
  enrolledIn,
  enrollmentUrl,
  message,
  password,
  posted,
  privateKey,
  refusalOf,
  rsa,
  tokenOf,
  users,
  wishOf,
} from './stage.ts'

test.each([
  ['nothing', ''],
  ['no token of anybody', 'not a token'],
  ['a token that does not exist', Buffer.alloc(48, 7).toString('base64url')],
  ['a withdrawn token', 'withdrawn'],
  ['an expired token', 'expired'],
  ['a token of the tenant’s name and another’s secret', 'crossed'],
])('Authentication: %s', async (_, given) => {
  const value = await bad(given)
  const wish = await wishOf({ token: { value, type: 'own' } })
  // An empty token is not Base64 at all.
  expect(refusalOf(await enroll(wish))).toBe(given === '' ? '0x80180007' : '0x80180002')
})

async function bad(given: string): Promise<string> {
  const made = await json(client.ask('POST', '/admin/v1/enrollment-tokens', {}))
  if (given === 'withdrawn') {
    const gone = await client.ask('DELETE', `/admin/v1/enrollment-tokens/${made.id}`)
    expect(gone.status).toBe(204)
    return made.token
  }
  if (given === 'expired') {
    await boot.store.pool.query(
      'update enrollment_token set expires_at = business_now() where token_id = $1',
      [made.id],
    )
    return made.token
  }
  if (given === 'crossed') {
    const other = await tokenOf({}, await boot.newTenant())
    const [mine, theirs] = [made.token, other].map((text) => Buffer.from(text, 'base64url'))
    return Buffer.concat(
      [mine?.subarray(0, 16) ?? '', theirs?.subarray(16) ?? ''].map((each) => Buffer.from(each)),
    ).toString('base64url')
  }
  return given
}

test('a device gets its next certificate with the one it has', async () => {
  const enrolled = await enrolledDevice()
  const next = await renew(enrolled, renewal(enrolled))
  const renewed = enrolledIn(next)
  expect(renewed.entDmId).toBe(enrolled.entDmId)
  const find = findCertifiedIn(boot.store)
  const serial = (of: Enrolled) => new X509Certificate(of.certificate).serialNumber
  expect((await find(serial(renewed)))?.id).toBe(enrolled.entDmId)
  // The answer may not have come: with the same certificate it is asked again, and the one in between is refused.
  const again = enrolledIn(await renew(enrolled, renewal(enrolled)))
  expect(await find(serial(renewed))).toBeUndefined()
  expect((await find(serial(again)))?.id).toBe(enrolled.entDmId)
  expect((await find(serial(enrolled)))?.id).toBe(enrolled.entDmId)
})

function renewal(enrolled: Enrolled, change: { deviceId?: string } = {}) {
  const { deviceId } = { ...enrolled, ...change }
  const about = { deviceId, privateKey: rsa(), deviceName: 'PC', osVersion: '10.0.26100.1' }
  return { discoveryUrl, machine: about, ask, at: new Date() }
}

test('five wrong renewals are refused', async () => {
  const enrolled = await enrolledDevice()
  const other = await enrolledDevice()
  const asked = (by: Enrolled, deviceId = by.deviceId) =>
    signedData(certificateRequest(privateKey, deviceId), by, { at: new Date(), attached: true })
  const sent = (request: Buffer, deviceId = enrolled.deviceId) =>
    posted(
      enrollmentUrl,
      message({
        action: actions.token,
        body: tokenBody({ kind: 'renew', request, items: [['DeviceID', deviceId]] }),
      }),
    )
  expect(await sent(asked({ ...enrolled, privateKey: rsa() }))).toBe('0x80180002')
  expect(await sent(asked(other))).toBe('0x80180019')
  expect(await sent(asked(enrolled, other.deviceId))).toBe('0x80180004')
  expect(await sent(certificateRequest(privateKey, enrolled.deviceId))).toBe('0x80180004')
  expect(await sent(asked(enrolled))).toBe(200)
  expect(
    (await client.ask('POST', `/admin/v1/enrollments/${enrolled.entDmId}/revoke`)).status,
  ).toBe(204)
  expect(await sent(asked(enrolled))).toBe('0x80180016')
  expect((await client.ask('POST', `/admin/v1/enrollments/${other.entDmId}/unenroll`)).status).toBe(
    204,
  )
  expect(await sent(asked(other), other.deviceId)).toBe('0x80180016')
  const { rows } = await boot.store.pool.query(
    'select state, ended_by from enrollment where enrollment_id = any($1)',
    [[enrolled.entDmId, other.entDmId]],
  )
  expect(rows).toEqual(
    expect.arrayContaining([
      { state: 'ended', ended_by: 'administrator' },
      { state: 'leaving', ended_by: null },
    ]),
  )
  expect(
    (await client.ask('POST', `/admin/v1/enrollments/${enrolled.entDmId}/unenroll`)).status,
  ).toBe(409)
})

/** An access token as the authority of this server signs it, with some claims changed. */
async function accessToken(change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { active } = await keyRing(boot.app.signingKeys).current()
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    aud: 'api://taxiway-enrollment',
    iss: `${origin}/${client.tenantId}/v2.0`,
    tid: client.tenantId,
    oid: users.ada,
    appid: deviceEnrollmentId,
    scp: 'mdm_delegation',
    amr: ['pwd'],
    auth_time: now,
    iat: now,
    nbf: now - 5,
    exp: now + 600,
    ...change,
  }
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: active.kid })
    .sign(await importJWK({ ...active }, 'RS256'))
}

test('a person’s access token enrolls a device of the organization; issuer, audience, tenant and scope are exact', async () => {
  const withToken = async (change?: Readonly<Record<string, unknown>>) =>
    await enroll(await wishOf({ token: { value: await accessToken(change), type: 'jwt' } }))
  const { entDmId } = enrolledIn(await withToken())
  expect(await json(client.ask('GET', `/admin/v1/enrollments/${entDmId}`))).toMatchObject({
    means: 'sign-in',
    ownership: 'corporate',
    userPrincipalName: 'ada@contoso.test',
  })
  const other = await boot.newTenant()
  for (const change of [
    { aud: 'https://graph.microsoft.com' },
    { aud: 'api://taxiway-enrollment/' },
    { iss: `${origin}/${other.tenantId}/v2.0` },
    { iss: `${origin}/${client.tenantId}/v2.0/` },
    { tid: other.tenantId },
    { tid: undefined },
    { exp: Math.floor(Date.now() / 1000) - 600 },
    { oid: users.eve },
    { appid: '99999999-0000-4000-8000-000000000000' },
  ])
    expect(refusalOf(await withToken(change))).toBe('0x80180002')
  expect(refusalOf(await withToken({ scp: 'User.Read' }))).toBe('0x80180003')
  expect(refusalOf(await withToken({ oid: users.bob }))).toBe('0x80180018')
  // Nothing else takes the token.
  const value = await accessToken()
  const headers = { authorization: `Bearer ${value}` }
  expect((await ask(new Request(`${origin}/v1.0/me`, { headers }))).status).toBe(401)
})

const windows = 'ms-app://windows.immersivecontrolpanel'

/** The page that Discover names, in a browser. */
async function signInPage(browser: Browser, appru = windows) {
  const answer = await ask(new Request(discoveryUrl, { method: 'POST', body: message() }))
  const [, page = ''] = /<AuthenticationServiceUrl>([^<]+)</.exec(await answer.text()) ?? []
  return await browser.open(
    `${page}?${new URLSearchParams({ appru, login_hint: 'ada@contoso.test' })}`,
  )
}

const newBrowser = () =>
  browserSession({ request: (url, init) => ask(new Request(url, init)) }, origin)

test('a person signs in on the page that discovery names, and Windows gets a token', async () => {
  const browser = newBrowser()
  const page = await signInPage(browser)
  expect(page.status, page.html).toBe(200)
  const given = await browser.send(`${page.url.pathname}/password`, {
    username: 'ada@contoso.test',
    password,
  })
  expect(given.status).toBe(200)
  expect(given.url.pathname).toBe('/EnrollmentServer/SignedIn')
  expect(given.html).toContain(`<form method="post" action="${windows}">`)
  expect(given.headers.get('content-security-policy')).toContain('form-action ms-app:')
  const { wresult = '' } = hiddenFields(given.html)
  const { entDmId } = await enrolledDevice({ token: { value: wresult, type: 'own' } })
  expect(await json(client.ask('GET', `/admin/v1/enrollments/${entDmId}`))).toMatchObject({
    means: 'sign-in',
    ownership: 'personal',
    userPrincipalName: 'ada@contoso.test',
  })
  // The same address again, elsewhere or in the same browser, gives nothing.
  expect((await browser.open(given.url.href)).status).toBe(400)
  expect((await newBrowser().open(given.url.href)).status).toBe(400)
})

test.each(['https://evil.test/', 'javascript:alert(1)', '', 'ms-app://a"><script>', 'MS-APP:evil'])(
  'the sign-in page hands no token to %j',
  async (appru) => {
    const page = await signInPage(newBrowser(), appru)
    expect(page.status).toBe(400)
    expect(page.html).not.toContain('<script')
  },
)
