/** Applications and service principals as Foundry, CIPP, Azure CLI and CLI for Microsoft 365 make, prove and permit them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type Client, type Json, json, openRegistry, origin } from '../../support/registry.ts'
import { robotCertificate } from '../authority/robot-certificate.ts'
import { answer } from './registered.ts'

const graphAppId = '00000003-0000-0000-c000-000000000000'
const serviceConfig = '5ac13192-7ace-4fcf-b828-1a26f28068ee'
const intunePowerShell = 'd1ddf0e4-d672-4dae-b554-9d5bdfd93547'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
})
afterAll(() => registry.close())

const made = async (path: string, body: object) => json(tenant.ask('POST', `/v1.0/${path}`, body))
const value = async (path: string) => (await json(tenant.ask('GET', `/v1.0/${path}`))).value

async function graphPrincipal(): Promise<Json> {
  const [found] = await value(`servicePrincipals?$filter=appId eq '${graphAppId}'`)
  return found
}

async function tokenAnswer(clientId: string, secret: string): Promise<Json> {
  const request = new Request(`${origin}/${tenant.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  return await json(registry.app.fetch(request))
}

test('a program is registered, gets a principal, a secret and a role, and then reads devices', async () => {
  const application = await made('applications', {
    displayName: 'Upload',
    signInAudience: 'AzureADMyOrg',
    requiredResourceAccess: [
      { resourceAppId: graphAppId, resourceAccess: [{ id: serviceConfig, type: 'Role' }] },
    ],
  })
  const { secretText, keyId, hint, endDateTime } = await made(
    `applications/${application.id}/addPassword`,
    { passwordCredential: { displayName: 'first' } },
  )
  expect(secretText.startsWith(hint)).toBe(true)
  const later = await tenant.ask('POST', `/v1.0/applications/${application.id}/addPassword`, {
    passwordCredential: { startDateTime: '2999-01-01T00:00:00Z' },
  })
  expect([later.status, JSON.stringify(await json(later))]).toEqual([
    400,
    expect.stringContaining('good from the moment'),
  ])
  expect(new Date(endDateTime).getUTCFullYear()).toBe(new Date().getUTCFullYear() + 2)
  // Nothing stands for it in the tenant yet.
  expect(await tokenAnswer(application.appId, secretText)).toMatchObject({
    error: 'unauthorized_client',
    error_codes: [7000229],
  })
  const principal = await made('servicePrincipals', { appId: application.appId })
  const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
  const ask = async () => {
    const { access_token } = await tokenAnswer(application.appId, secretText)
    const headers = { authorization: `Bearer ${access_token}` }
    return (await registry.app.fetch(new Request(`${origin}${devices}`, { headers }))).status
  }
  // It asks for the role, and was not given it by that.
  expect(await ask()).toBe(403)
  const assignment = {
    principalId: principal.id,
    resourceId: (await graphPrincipal()).id,
    appRoleId: serviceConfig,
  }
  const assigned = `servicePrincipals/${principal.id}/appRoleAssignments`
  const given = await made(assigned, assignment)
  expect(given).toMatchObject({ ...assignment, principalDisplayName: 'Upload' })
  expect((await tenant.ask('POST', `/v1.0/${assigned}`, assignment)).status).toBe(409)
  // A server may remember for two seconds what a program was given.
  await eventually(async () => expect(await ask()).toBe(200))
  expect(await value(`servicePrincipals(appId='${application.appId}')/appRoleAssignments`)).toEqual(
    [expect.objectContaining({ id: given.id, appRoleId: serviceConfig })],
  )
  expect((await tenant.ask('DELETE', `/v1.0/${assigned}/${given.id}`)).status).toBe(204)
  await eventually(async () => expect(await ask()).toBe(403))
  const remove = `/v1.0/applications/${application.id}/removePassword`
  expect((await tenant.ask('POST', remove, { keyId })).status).toBe(204)
  expect(await tokenAnswer(application.appId, secretText)).toMatchObject({
    error: 'invalid_client',
  })
})

test('it is found by appId, by name and by its id, and said as it was asked for', async () => {
  const application = await made('applications', {
    displayName: 'Native tool',
    isFallbackPublicClient: true,
    publicClient: { redirectUris: ['http://localhost'] },
    requiredResourceAccess: [
      {
        resourceAppId: graphAppId,
        resourceAccess: [
          { id: '662ed50a-ac44-4eef-ad86-62eed9be2a29', type: 'Scope' },
          { id: '37f7f235-527c-4136-accd-4a02d197296e', type: 'Scope' },
        ],
      },
    ],
  })
  const { id, appId } = application
  expect(application).toMatchObject({
    displayName: 'Native tool',
    isFallbackPublicClient: true,
    publicClient: { redirectUris: ['http://localhost'] },
    web: { redirectUris: [] },
    requiredResourceAccess: [
      {
        resourceAppId: graphAppId,
        resourceAccess: [{ id: '662ed50a-ac44-4eef-ad86-62eed9be2a29', type: 'Scope' }],
      },
    ],
  })
  for (const path of [
    `applications?$filter=appId eq '${appId}'&$select=id,appId,displayName`,
    `applications?$filter=displayName eq 'native tool'`,
    `applications?$filter=startswith(displayName,'Native')&$count=true`,
    `applications?$search="displayName:Native"`,
  ])
    expect((await value(path)).map((each: Json) => each.id)).toEqual([id])
  for (const path of [
    `applications/${id}`,
    `applications(appId='${appId}')`,
    `Applications('${id}')/`,
  ])
    expect((await json(tenant.ask('GET', `/beta/${path}`))).appId).toBe(appId)
  const [status, { error }] = await answer(tenant.ask('GET', `/v1.0/applications/${appId}`))
  expect([status, error.message]).toEqual([404, expect.stringContaining(`appId='${appId}'`)])
  const change = { displayName: 'Renamed', web: { redirectUris: ['https://x.test/a'] } }
  const [both, refused] = await answer(tenant.ask('PATCH', `/v1.0/applications/${id}`, change))
  expect([both, refused.error.message]).toEqual([400, expect.stringContaining('publicClient')])
  const moved = { ...change, publicClient: { redirectUris: [] }, isFallbackPublicClient: false }
  expect((await tenant.ask('PATCH', `/v1.0/applications/${id}`, moved)).status).toBe(204)
  expect(await json(tenant.ask('GET', `/v1.0/applications/${id}`))).toMatchObject({
    displayName: 'Renamed',
    isFallbackPublicClient: false,
    web: { redirectUris: ['https://x.test/a'] },
  })
  expect((await tenant.ask('DELETE', `/v1.0/applications/${id}`)).status).toBe(204)
  expect((await tenant.ask('GET', `/v1.0/applications/${id}`)).status).toBe(404)
})

test('Microsoft Graph stands in every tenant with its permissions under their published ids', async () => {
  const { id, appRoles, oauth2PermissionScopes } = await graphPrincipal()
  expect(appRoles).toContainEqual(
    expect.objectContaining({
      id: serviceConfig,
      value: 'DeviceManagementServiceConfig.ReadWrite.All',
      allowedMemberTypes: ['Application'],
    }),
  )
  expect(oauth2PermissionScopes.map((each: Json) => each.value)).toContain('User.Read')
  expect((await tenant.ask('PATCH', `/v1.0/servicePrincipals/${id}`, {})).status).toBe(400)
  expect((await tenant.ask('DELETE', `/v1.0/servicePrincipals/${id}`)).status).toBe(400)
})

test('a well-known client comes by its published id, is consented to for everybody, and goes', async () => {
  expect(await value(`servicePrincipals?$filter=appId eq '${intunePowerShell}'`)).toEqual([])
  const principal = await made('servicePrincipals', { appId: intunePowerShell })
  expect(principal.displayName).toBe('Microsoft Intune PowerShell')
  expect(await value(`applications?$filter=appId eq '${intunePowerShell}'`)).toEqual([])
  const again = await answer(
    tenant.ask('POST', '/v1.0/servicePrincipals', { appId: intunePowerShell }),
  )
  expect(again[0]).toBe(409)
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
