/** Deployment profiles as they are written and read. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Json, json } from '../../support/registry.ts'
import { assign, group, newGroup, newProfile, profiles, registry, type } from './profiles-stage.ts'
import { answer } from './registered.ts'

test('a group that does not exist, or is another tenant’s, gets no profile', async () => {
  const tenant = await registry.newTenant()
  const profile = await newProfile(tenant, 'P')
  const foreign = await newGroup(await registry.newTenant(), 'Foreign')
  for (const groupId of [randomUUID(), foreign])
    for (const exclude of [false, true]) {
      const [status, { error }] = await answer(assign(tenant, profile, group(groupId, exclude)))
      expect([status, error.message]).toEqual([404, expect.stringContaining(groupId)])
    }
  expect((await json(tenant.ask('GET', `${profiles}/${profile.id}/assignments`))).value).toEqual([])
})

test('a profile is written under old or new names and read under both', async () => {
  const tenant = await registry.newTenant()
  const old = await newProfile(tenant, 'Old', {
    language: 'de-DE',
    enableWhiteGlove: true,
    extractHardwareHash: true,
    outOfBoxExperienceSettings: {
      hideEULA: false,
      userType: 'administrator',
      deviceUsageType: 'shared',
    },
    enrollmentStatusScreenSettings: { hideInstallationProgress: true },
  })
  expect(old).toMatchObject({
    '@odata.type': type,
    locale: 'de-DE',
    language: 'de-DE',
    preprovisioningAllowed: true,
    hardwareHashExtractionEnabled: true,
    outOfBoxExperienceSetting: {
      eulaHidden: false,
      userType: 'administrator',
      deviceUsageType: 'shared',
    },
    outOfBoxExperienceSettings: { hideEULA: false, hideEscapeLink: true },
    enrollmentStatusScreenSettings: {
      hideInstallationProgress: true,
      allowDeviceUseOnInstallFailure: false,
    },
  })
  const [status, changed] = await answer(
    tenant.ask('PATCH', `${profiles}/${old.id}`, {
      outOfBoxExperienceSetting: { eulaHidden: true },
      deviceNameTemplate: 'PC-%RAND:5%',
    }),
  )
  expect(status).toBe(200)
  expect(changed).toMatchObject({
    locale: 'de-DE',
    deviceNameTemplate: 'PC-%RAND:5%',
    outOfBoxExperienceSettings: { hideEULA: true, userType: 'administrator' },
  })
  const hybrid = await newProfile(tenant, 'Hybrid', {
    '@odata.type': '#microsoft.graph.activeDirectoryWindowsAutopilotDeploymentProfile',
    hybridAzureADJoinSkipConnectivityCheck: true,
  })
  expect(hybrid.hybridAzureADJoinSkipConnectivityCheck).toBe(true)
})

test.each([
  ['displayName is missing', { displayName: ' ' }],
  ['longer than 200', { displayName: 'x'.repeat(201) }],
  ['longer than 1500', { displayName: 'A', description: 'x'.repeat(1501) }],
  ['%NAME%', { displayName: 'A', deviceNameTemplate: '%NAME%' }],
  ['longer than 15', { displayName: 'A', deviceNameTemplate: 'DESKTOP-%RAND:8%' }],
])('a profile that cannot be is refused: %s', async (words, body) => {
  const tenant = await registry.newTenant()
  const [status, { error }] = await answer(tenant.ask('POST', profiles, body))
  expect([status, error.message.includes(words)]).toEqual([400, true])
})

test('a profile with assignments cannot be deleted until they are', async () => {
  const tenant = await registry.newTenant()
  const profile = await newProfile(tenant, 'A')
  const groupId = await newGroup(tenant, 'G')
  const [status, assignment] = await answer(assign(tenant, profile, group(groupId)))
  expect([status, assignment.id]).toEqual([201, `${profile.id}_${groupId}_0`])
  expect((await assign(tenant, profile, group(groupId))).status).toBe(400)
  expect((await tenant.ask('DELETE', `${profiles}/${profile.id}`)).status).toBe(400)
  const expanded = await json(tenant.ask('GET', `${profiles}/${profile.id}?$expand=assignments`))
  expect(expanded.assignments).toMatchObject([{ id: assignment.id, target: { groupId } }])
  const links = await json(
    tenant.ask('POST', `${profiles}/hasPayloadLinks`, { payloadIds: [profile.id, 'other'] }),
  )
  expect(links.value.map((each: Json) => each.hasLink)).toEqual([true, false])
  const one = `${profiles}/${profile.id}/assignments/${assignment.id}`
  expect((await tenant.ask('DELETE', one)).status).toBe(204)
  expect((await tenant.ask('DELETE', one)).status).toBe(404)
  expect((await tenant.ask('DELETE', `${profiles}/${profile.id}`)).status).toBe(204)
})
