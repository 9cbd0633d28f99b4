/** What strict fidelity refuses or answers wrongly, as Microsoft’s service does: filters, pages, bodies. */
import { expect, test } from 'vitest'
import { hashFixture } from '../../support/hardware-hashes.ts'
import { json, origin } from '../../support/registry.ts'
import { answer, beta, encoded, identitySet, importedSet, profileSet, v1 } from './registered.ts'
import { devices, list, tenant } from './strict-stage.ts'

const entraProfile = '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile'

test('microsoft-graph-docs#12174: serialNumber eq is a 400, contains finds it', async () => {
  const [status] = await list(`$filter=${encoded("serialNumber eq '52TGZL8'")}`)
  const [found, { value }] = await list(`$filter=${encoded("contains(serialNumber,'52TGZL8')")}`)
  expect([status, found, value.length]).toEqual([400, 200, 1])
})

test('msgraph-sdk-powershell#2464: contains with a hyphen is a 400', async () => {
  expect((await list(`$filter=${encoded("contains(serialNumber,'A-B')")}`))[0]).toBe(400)
})

test('microsoft-graph-docs#14937: $select on the list is a 500', async () => {
  expect((await list('$select=serialNumber'))[0]).toBe(500)
})

test('microsoft-graph-docs-contrib#2569: the profile of an identity is expanded, not asked for', async () => {
  const [device] = devices
  for (const name of ['deploymentProfile', 'intendedDeploymentProfile']) {
    const path = `${beta}/${identitySet}/${device?.id}`
    const [status, { error }] = await answer(tenant.ask('GET', `${path}/${name}`))
    expect([status, error.code]).toEqual([400, 'No method match route template'])
    expect(error.message).toContain('~/singleton/navigation/key/navigation with http verb GET')
    expect((await tenant.ask('GET', `${path}?$expand=${name}`)).status).toBe(200)
  }
})

test('windowsAutopilotDeploymentProfile: profiles are neither filtered nor searched', async () => {
  const asked = async (query: string) =>
    (await tenant.ask('GET', `${beta}/${profileSet}?${query}`)).status
  for (const query of [
    `$filter=${encoded("displayName eq 'A'")}`,
    `$filter=${encoded("contains(displayName,'A')")}`,
    '$search="A"',
    '$orderby=createdDateTime',
    '$orderby=displayName,description',
  ])
    expect([query, await asked(query)]).toEqual([query, 400])
  for (const query of ['$top=5', '$skip=1', '$select=displayName', '$orderby=displayName%20desc'])
    expect([query, await asked(query)]).toEqual([query, 200])
})

test('microsoft-graph-docs#7128, #7129: what is not there is a 400 to delete, and a receipt a 200', async () => {
  const id = '01a223d1-8fcd-7000-b1be-47b7000000ff'
  const path = `${beta}/${identitySet}/${id}`
  expect((await tenant.ask('GET', path)).status).toBe(404)
  const [status, { error }] = await answer(tenant.ask('DELETE', path))
  expect([status, error.code]).toEqual([400, 'BadRequest'])
  const words = `Cannot find device with ztd Id ${id} and accountId ${tenant.tenantId} to delete`
  expect(JSON.parse(error.message).Message).toContain(words)
  expect((await tenant.ask('GET', `${beta}/${importedSet}/${id}`)).status).toBe(404)
  expect((await tenant.ask('DELETE', `${beta}/${importedSet}/${id}`)).status).toBe(200)
})

test('microsoft-graph-docs#8186: with $top=1 the next page is the same one for ever', async () => {
  const [, first] = await list('$top=1')
  const [, second] = await answer(tenant.ask('GET', first['@odata.nextLink'].slice(origin.length)))
  expect([second.value[0].id, second['@odata.nextLink']]).toEqual([
    first.value[0].id,
    first['@odata.nextLink'],
  ])
})

test('microsoft-graph-docs#10749: identities are neither created nor patched', async () => {
  const [created, { error }] = await answer(
    tenant.ask('POST', `${v1}/${identitySet}`, { serialNumber: 'X' }),
  )
  expect([created, error.code, error.message]).toEqual([
    400,
    'No method match route template',
    expect.stringMatching(/^No OData route exists/),
  ])
  const one = `${v1}/${identitySet}/${devices[0]?.id}`
  expect((await tenant.ask('PATCH', one, { groupTag: 'X' })).status).toBe(400)
})

test('Intune’s import troubleshooting: a hash without padding fails the whole request', async () => {
  const [status, { error }] = await answer(
    tenant.ask('POST', `${v1}/${importedSet}`, {
      serialNumber: 'X',
      hardwareIdentifier: hashFixture(1).hardwareHash.slice(0, -3),
    }),
  )
  expect([status, error.message]).toEqual([
    400,
    expect.stringContaining("expected type 'Edm.Binary'"),
  ])
})

test('microsoft-graph-docs#12174: the message of an Intune error is a JSON text of version 3', async () => {
  const [, { error }] = await answer(tenant.ask('GET', `${v1}/${identitySet}/none`))
  expect(JSON.parse(error.message)).toMatchObject({ _version: 3, RetryAfter: null })
  expect(error.message).toMatch(/^\{\r\n {2}"_version": 3,\r\n/)
  const [, filtered] = await list(`$filter=${encoded("serialNumber eq 'X'")}`)
  expect(JSON.parse(filtered.error.message).Message).toMatch(
    /^An error has occurred - Operation ID \(for customer support\): 0{8}-.* - Url: https:\/\/fef.*&\$filter=serialNumber\+eq\+%27X%27$/,
  )
  const [, unreadable] = await list('$filter=(')
  expect(unreadable.error.message).toMatch(/^Invalid \$filter/)
  const [, plain] = await answer(tenant.ask('GET', '/v1.0/groups/none'))
  expect(plain.error.message).toContain('none')
})

test('a Terraform provider’s findings: profile texts without punctuation, the escape link hidden', async () => {
  const create = (body: object) =>
    tenant.ask('POST', `${beta}/${profileSet}`, { '@odata.type': entraProfile, ...body })
  expect((await create({ displayName: 'A-B' })).status).toBe(400)
  const outOfBoxExperienceSetting = { escapeLinkHidden: false }
  expect((await create({ displayName: 'A', outOfBoxExperienceSetting })).status).toBe(400)
  expect((await create({ displayName: 'A' })).status).toBe(201)
})

test('msgraph-sdk-powershell#2742: a profile without its kind is of an abstract class', async () => {
  for (const type of [
    {},
    { '@odata.type': '#microsoft.graph.windowsAutopilotDeploymentProfile' },
  ]) {
    const [status, { error }] = await answer(
      tenant.ask('POST', `${beta}/${profileSet}`, { ...type, displayName: 'Abstract' }),
    )
    expect([status, error.code, error.message]).toEqual([
      400,
      'BadRequest',
      expect.stringContaining('Cannot create an abstract class.'),
    ])
  }
})

test('a device that was never heard of is assigned with unknown sync state, in Microsoft’s spelling', async () => {
  const profile = await json(
    tenant.ask('POST', `${beta}/${profileSet}`, { '@odata.type': entraProfile, displayName: 'P' }),
  )
  const id = devices[1]?.id
  await tenant.ask('POST', `${beta}/${profileSet}/${profile.id}/assign`, { deviceIds: [id] })
  const shown = await json(tenant.ask('GET', `${beta}/${identitySet}/${id}`))
  expect(shown.deploymentProfileAssignmentStatus).toBe('assignedUnkownSyncState')
})
