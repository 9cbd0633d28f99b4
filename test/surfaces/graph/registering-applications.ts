/** Applications over Graph: registered, found and listed with what Microsoft Graph permits. */
import { expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type Json, json, origin } from '../../support/registry.ts'
import {
  graphAppId,
  graphPrincipal,
  made,
  registry,
  serviceConfig,
  tenant,
  tokenAnswer,
  value,
} from './applications-stage.ts'
import { answer } from './registered.ts'

test('a program is registered, gets a principal, a secret and a role, and then reads devices', async () => {
  const application = await made('applications', {
    displayName: 'Upload',
    signInAudience: 'AzureADMyOrg',
    requiredResourceAccess: [
      { resourceAppId: graphAppId, resourceAccess: [{ id: serviceConfig, type: 'Role' }] },
    ],
  })
  const year = new Date().getUTCFullYear()
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
  // Of the year before or after it was asked for, where that turned.
  expect([year, new Date().getUTCFullYear()]).toContain(new Date(endDateTime).getUTCFullYear() - 2)
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
