/**
 * The judge: Microsoft's own client, unmodified, over real HTTPS.
 *
 * Instance discovery is switched off, as its documentation says for authorities that are not Microsoft's.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
} from '@azure/identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCertificate } from '../../../src/core/applications/certificate.ts'
import { browserSession } from './browser-session.ts'
import { type HttpsAuthority, startHttpsAuthority } from './https-authority.ts'
import { addSigners, confirmDevice, scope } from './people.ts'
import { robotCertificate } from './robot-certificate.ts'
import { decode, graph } from './support.ts'

let authority: HttpsAuthority
let origin: string
beforeAll(async () => {
  authority = await startHttpsAuthority()
  origin = authority.origin
})
afterAll(() => authority.close())

function credential(change: { tenant?: string; clientId?: string; secret?: string } = {}) {
  const { tenantId, application } = authority
  const {
    tenant = tenantId,
    clientId = application.applicationId,
    secret = application.secret,
  } = change
  return new ClientSecretCredential(tenant, clientId, secret, {
    authorityHost: origin,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
  })
}

test.each(['its id', 'its domain'])(
  'a tenant by %s gives a token that this server accepts',
  async (by) => {
    const tenant = by === 'its id' ? authority.tenantId : 'contoso.test'
    const before = Date.now()
    const { token, expiresOnTimestamp } = await credential({ tenant }).getToken(`${graph}/.default`)
    expect(decode(token)[1]).toMatchObject({
      aud: graph,
      iss: `${origin}/${authority.tenantId}/v2.0`,
    })
    expect(expiresOnTimestamp).toBeGreaterThan(before + 3_500_000)
    expect(await authority.bearer(`Bearer ${token}`)).toMatchObject({ ok: true })
  },
)

test('a token for this very server', async () => {
  const { token } = await credential().getToken(`${origin}/.default`)
  expect(decode(token)[1]).toMatchObject({ aud: origin })
  expect(await authority.bearer(`Bearer ${token}`)).toMatchObject({ ok: true })
})

test.each([
  ['a wrong secret', { secret: 'wrong' }, /AADSTS7000215: Invalid client secret provided/],
  [
    'an unknown application',
    { clientId: '0f0e0d0c-0b0a-4908-8706-050403020100' },
    /AADSTS700016: Application/,
  ],
] as const)('%s reaches the person as its AADSTS number', async (...[, change, message]) => {
  await expect(credential(change).getToken(`${graph}/.default`)).rejects.toThrow(message)
})

test('an unknown tenant and an unknown resource are refused', async () => {
  await expect(
    credential({ tenant: 'fabrikam.test' }).getToken(`${graph}/.default`),
  ).rejects.toThrow()
  await expect(credential().getToken('api://elsewhere/.default')).rejects.toThrow(/AADSTS500011/)
})

test('a certificate proves an application, in memory and from a file', async () => {
  const { certificate, privateKey } = await robotCertificate()
  const { tenantId, application, deps } = authority
  const { applicationId } = application
  await deps.applications.addCertificate(tenantId, applicationId, readCertificate(certificate))
  const folder = await mkdtemp(join(tmpdir(), 'taxiway-certificate-'))
  const certificatePath = join(folder, 'robot.pem')
  await writeFile(certificatePath, `${privateKey}${certificate}`)
  const options = { authorityHost: origin, disableInstanceDiscovery: true }
  const proofs = [
    new ClientCertificateCredential(
      'contoso.test',
      applicationId,
      { certificate: `${privateKey}${certificate}` },
      options,
    ),
    new ClientCertificateCredential(tenantId, applicationId, certificatePath, options),
  ]
  for (const proof of proofs) {
    const { token } = await proof.getToken(`${graph}/.default`)
    expect(decode(token)[1]).toMatchObject({ azpacr: '2', idtyp: 'app' })
    expect(await authority.bearer(`Bearer ${token}`)).toMatchObject({ ok: true })
  }
  await rm(folder, { recursive: true })
})

test('a certificate that is not registered is refused by number', async () => {
  const { certificate, privateKey } = await robotCertificate()
  const stranger = new ClientCertificateCredential(
    authority.tenantId,
    authority.application.applicationId,
    { certificate: `${privateKey}${certificate}` },
    {
      authorityHost: origin,
      disableInstanceDiscovery: true,
      retryOptions: { maxRetries: 0 },
    },
  )
  await expect(stranger.getToken(`${graph}/.default`)).rejects.toThrow(/AADSTS700027/)
})

test('a device code signs a person in, and the token is renewed without the person', async () => {
  const { native } = await addSigners(authority)
  await authority.deps.policies.set(authority.tenantId, { deviceCode: true })
  const device = new DeviceCodeCredential({
    tenantId: authority.tenantId,
    clientId: native,
    authorityHost: origin,
    disableInstanceDiscovery: true,
    userPromptCallback({ verificationUri, userCode }) {
      const browser = browserSession(authority.app, origin)
      confirmDevice(browser, verificationUri, userCode).catch((error) =>
        authority.failures.push(error),
      )
    },
  })
  const wanted = `${graph}/${scope}`
  const { token } = await device.getToken(wanted)
  expect(decode(token)[1]).toMatchObject({ upn: 'ada@contoso.test', scp: scope })
  expect(await authority.bearer(`Bearer ${token}`)).toMatchObject({ caller: { kind: 'user' } })
  const silent = await device.getToken(wanted)
  expect(silent.token).toBe(token)
  expect(authority.failures).toEqual([])
})
