/** Applications and service principals as Foundry, CIPP, Azure CLI and CLI for Microsoft 365 make, prove and permit them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Json, json } from '../../support/registry.ts'
import { robotCertificate } from '../authority/robot-certificate.ts'
import {
  graphAppId,
  graphPrincipal,
  made,
  openStage,
  registry,
  serviceConfig,
  tenant,
  tokenAnswer,
  value,
} from './applications-stage.ts'
import { answer } from './registered.ts'
import './registering-applications.ts'

beforeAll(openStage)
afterAll(() => registry.close())

const intunePowerShell = 'd1ddf0e4-d672-4dae-b554-9d5bdfd93547'

test('a well-known client comes by its published id, is consented to for everybody, and goes', async () => {
  expect(await value(`servicePrincipals?$filter=appId eq '${intunePowerShell}'`)).toEqual([])
  const principal = await made('servicePrincipals', { appId: intunePowerShell })
  expect(principal.displayName).toBe('Microsoft Intune PowerShell')
  expect(await value(`applications?$filter=appId eq '${intunePowerShell}'`)).toEqual([])
  const again = await answer(
    tenant.ask('POST', '/v1.0/servicePrincipals', { appId: intunePowerShell }),
  )
  expect([again[0], again[1].error.code]).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue'])
  const grant = {
    clientId: principal.id,
    consentType: 'AllPrincipals',
    resourceId: (await graphPrincipal()).id,
    scope: 'openid DeviceManagementServiceConfig.ReadWrite.All',
  }
  const { id } = await made('oauth2PermissionGrants', grant)
  expect(await value(`oauth2PermissionGrants?$filter=clientId eq '${principal.id}'`)).toEqual([
    { ...grant, id, principalId: null, scope: 'DeviceManagementServiceConfig.ReadWrite.All' },
  ])
  const path = `/v1.0/oauth2PermissionGrants/${id}`
  expect((await tenant.ask('PATCH', path, { scope: 'User.Read' })).status).toBe(204)
  expect((await json(tenant.ask('GET', path))).scope).toBe('User.Read')
  expect((await tenant.ask('DELETE', path)).status).toBe(204)
  expect((await tenant.ask('DELETE', `/v1.0/servicePrincipals/${principal.id}`)).status).toBe(204)
  expect(await value(`servicePrincipals?$filter=appId eq '${intunePowerShell}'`)).toEqual([])
})

test('certificates are added by their key, kept by their name, and go when they are not named', async () => {
  const [first, second] = [await robotCertificate(), await robotCertificate()]
  const keyOf = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '')
  const { id } = await made('applications', { displayName: 'Robot' })
  const path = `/v1.0/applications/${id}`
  const set = (keyCredentials: readonly object[]) => tenant.ask('PATCH', path, { keyCredentials })
  const listed = async () => (await json(tenant.ask('GET', path))).keyCredentials
  const wire = { type: 'AsymmetricX509Cert', usage: 'Verify' }
  expect(
    (await set([{ ...wire, key: keyOf(first.certificate), displayName: 'CN=a' }])).status,
  ).toBe(204)
  const [kept] = await listed()
  expect(kept).toMatchObject({ ...wire, displayName: 'CN=a', key: null })
  expect(kept.customKeyIdentifier).toMatch(/^[0-9A-F]{40}$/)
  // As PEM in Base64 too, and the one before by its name alone.
  const pem = Buffer.from(second.certificate).toString('base64')
  expect((await set([kept, { ...wire, key: keyOf(second.certificate) }])).status).toBe(204)
  expect((await listed()).map((each: Json) => each.keyId)).toContain(kept.keyId)
  expect(await listed()).toHaveLength(2)
  expect((await set([{ ...wire, key: pem }])).status).toBe(204)
  expect(await listed()).toHaveLength(1)
  const old = await robotCertificate({ from: -2 * 24 * 3600_000, until: -3600_000 })
  expect((await set([{ ...wire, key: keyOf(old.certificate) }])).status).toBe(400)
  expect((await set([{ keyId: tenant.tenantId }])).status).toBe(400)
  expect(await listed()).toHaveLength(1)
  expect((await set([])).status).toBe(204)
  expect(await listed()).toEqual([])
})

test('a principal that is stopped or deleted gets no tokens, and its application stays', async () => {
  const application = await made('applications', { displayName: 'Stopped' })
  const { secretText } = await made(`applications/${application.id}/addPassword`, {})
  const principal = await made('servicePrincipals', { appId: application.appId })
  const at = `/v1.0/servicePrincipals/${principal.id}`
  expect((await tenant.ask('PATCH', at, { accountEnabled: false })).status).toBe(204)
  expect(await tokenAnswer(application.appId, secretText)).toMatchObject({ error_codes: [7000112] })
  expect((await tenant.ask('PATCH', at, { accountEnabled: true })).status).toBe(204)
  expect((await tokenAnswer(application.appId, secretText)).access_token).toBeTypeOf('string')
  expect((await tenant.ask('DELETE', at)).status).toBe(204)
  expect(await tokenAnswer(application.appId, secretText)).toMatchObject({ error_codes: [7000229] })
  expect((await tenant.ask('GET', `/v1.0/applications/${application.id}`)).status).toBe(200)
})

test.each([
  ['applications', { displayName: 'X', signInAudience: 'AzureADMultipleOrgs' }, 'signInAudience'],
  ['applications', { displayName: ' ' }, 'displayName'],
  ['applications', { displayname: 'X', publicCleint: {} }, 'publicClient'],
  [
    'applications',
    {
      displayName: 'X',
      requiredResourceAccess: [
        { resourceAppId: graphAppId, resourceAccess: [{ id: serviceConfig, type: 'Scope' }] },
      ],
    },
    serviceConfig,
  ],
  ['servicePrincipals', { appId: '11111111-1111-4111-8111-111111111111' }, 'valid application'],
  [
    'oauth2PermissionGrants',
    { clientId: 'x', consentType: 'Principal', resourceId: 'y', scope: 'User.Read' },
    'AllPrincipals',
  ],
])('%s refuses what it cannot keep: %j', async (path, body, word) => {
  const [status, { error }] = await answer(tenant.ask('POST', `/v1.0/${path}`, body))
  expect([status, error.message]).toEqual([400, expect.stringContaining(word)])
})

test('nobody gives a role that is not theirs to give, however the request is put', async () => {
  const small = await registry.newClient(tenant.tenantId, [
    'Application.ReadWrite.All',
    'AppRoleAssignment.ReadWrite.All',
  ])
  const application = await json(small.ask('POST', '/v1.0/applications', { displayName: 'Small' }))
  const principal = await json(
    small.ask('POST', '/v1.0/servicePrincipals', { appId: application.appId }),
  )
  const assignment = {
    principalId: principal.id,
    resourceId: (await graphPrincipal()).id,
    appRoleId: serviceConfig,
  }
  const path = (id: string) => `/v1.0/servicePrincipals/${id}`
  const graph = assignment.resourceId
  for (const each of [
    `${path(principal.id)}/appRoleAssignments`,
    `${path(graph)}/appRoleAssignedTo`,
  ])
    expect((await small.ask('POST', each, assignment)).status).toBe(403)
  const [big] = await value(`applications?$filter=appId eq '${tenant.applicationId}'`)
  const stolen = await small.ask('POST', `/v1.0/applications/${big.id}/addPassword`, {})
  expect(stolen.status).toBe(403)
  const reader = await registry.newClient(tenant.tenantId, ['Application.Read.All'])
  expect((await reader.ask('POST', '/v1.0/applications', { displayName: 'R' })).status).toBe(403)
  expect(await value(`servicePrincipals/${principal.id}/appRoleAssignments`)).toEqual([])
})
