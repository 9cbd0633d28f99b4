/** The judge: msal-node, unmodified, over real HTTPS: programs, people, refresh, and its reading of refusals. */
import {
  ConfidentialClientApplication,
  CryptoProvider,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCertificate } from '../../../src/core/applications/certificate.ts'
import { browserSession } from './browser-session.ts'
import { type HttpsAuthority, startHttpsAuthority } from './https-authority.ts'
import { addSigners, confirmDevice, password, type Signers, scope } from './people.ts'
import { robotCertificate } from './robot-certificate.ts'
import { decode, graph } from './support.ts'

let authority: HttpsAuthority
let programs: Signers
beforeAll(async () => {
  authority = await startHttpsAuthority()
  programs = await addSigners(authority)
  await authority.deps.policies.set(authority.tenantId, { deviceCode: true })
})
afterAll(() => authority.close())

const wanted = [`${graph}/${scope}`]
const byDefault = [`${graph}/.default`]

/** `tenant` as people write it. */
function place(tenant: string = authority.tenantId) {
  return {
    authority: `${authority.origin}/${tenant}`,
    knownAuthorities: [new URL(authority.origin).host],
  }
}

test.each(['id', 'domain'])(
  'a program signs in by secret, the tenant named by its %s',
  async (by) => {
    const { applicationId: clientId, secret: clientSecret } = authority.application
    const auth = {
      ...place(by === 'id' ? authority.tenantId : 'contoso.test'),
      clientId,
      clientSecret,
    }
    const result = await new ConfidentialClientApplication({ auth }).acquireTokenByClientCredential(
      {
        scopes: byDefault,
      },
    )
    expect(decode(result?.accessToken ?? '')[1]).toMatchObject({ idtyp: 'app', azpacr: '1' })
  },
)

test('a program signs in by certificate', async () => {
  const { certificate, privateKey } = await robotCertificate()
  const stored = readCertificate(certificate)
  const { applicationId: clientId } = authority.application
  await authority.deps.applications.addCertificate(authority.tenantId, clientId, stored)
  const thumbprintSha256 = stored.thumbprint.toString('hex')
  const client = new ConfidentialClientApplication({
    auth: { ...place(), clientId, clientCertificate: { thumbprintSha256, privateKey } },
  })
  const result = await client.acquireTokenByClientCredential({ scopes: byDefault })
  expect(decode(result?.accessToken ?? '')[1]).toMatchObject({ azpacr: '2' })
})

test('a person signs in by code and PKCE; later tokens come without the person', async () => {
  const client = new PublicClientApplication({ auth: { ...place(), clientId: programs.native } })
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
  const redirectUri = 'http://localhost:51234'
  const address = await client.getAuthCodeUrl({
    scopes: wanted,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    prompt: 'select_account',
  })
  const browser = browserSession(authority.app, authority.origin)
  const page = await browser.open(address)
  const done = await browser.send(`${page.url.pathname}/password`, {
    username: 'ada@contoso.test',
    password,
  })
  const result = await client.acquireTokenByCode({
    code: done.url.searchParams.get('code') ?? '',
    codeVerifier: verifier,
    redirectUri,
    scopes: wanted,
  })
  expect(result.account).toMatchObject({
    username: 'ada@contoso.test',
    tenantId: authority.tenantId,
  })
  const account = result.account ?? undefined
  if (account === undefined) throw new Error('no account')
  expect((await client.acquireTokenSilent({ account, scopes: wanted })).fromCache).toBe(true)
  const renewed = await client.acquireTokenSilent({ account, scopes: wanted, forceRefresh: true })
  expect(renewed.fromCache).toBe(false)
  expect(decode(renewed.accessToken)[1]).toMatchObject({ upn: 'ada@contoso.test', scp: scope })
  const again = await client.acquireTokenSilent({ account, scopes: wanted, forceRefresh: true })
  expect(await authority.bearer(`Bearer ${again.accessToken}`)).toMatchObject({ ok: true })

  await authority.store.pool.query('update directory_user set sign_ins_valid_from = now()')
  await expect(
    client.acquireTokenSilent({ account, scopes: wanted, forceRefresh: true }),
  ).rejects.toBeInstanceOf(InteractionRequiredAuthError)
  await authority.store.pool.query('update directory_user set sign_ins_valid_from = null')
})

test('a person signs in by device code, and the tokens are renewed', async () => {
  const client = new PublicClientApplication({ auth: { ...place(), clientId: programs.native } })
  const result = await client.acquireTokenByDeviceCode({
    scopes: wanted,
    deviceCodeCallback({ verificationUri, userCode }) {
      const browser = browserSession(authority.app, authority.origin)
      confirmDevice(browser, verificationUri, userCode).catch((error) =>
        authority.failures.push(error),
      )
    },
  })
  const account = result?.account ?? undefined
  if (account === undefined) throw new Error('no account')
  const renewed = await client.acquireTokenSilent({ account, scopes: wanted, forceRefresh: true })
  expect(decode(renewed.accessToken)[1]).toMatchObject({ scp: scope })
  expect(authority.failures).toEqual([])
})

test('its own instance discovery finds a known authority', async () => {
  const address = `${authority.origin}/common/discovery/instance?api-version=1.1&authorization_endpoint=${authority.origin}/${authority.tenantId}/oauth2/v2.0/authorize`
  const { metadata } = (await (await fetch(address)).json()) as {
    metadata: { aliases: string[] }[]
  }
  expect(metadata[0]?.aliases).toContain(new URL(authority.origin).host)
})
