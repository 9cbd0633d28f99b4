/** No body of any request loses a member in silence: misspelt ones are named, other cases of letters understood. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { answer, beta, profileSet, register, v1 } from './registered.ts'

const managed = 'managedDevices'
const identifiers = 'importedDeviceIdentities'

describe.each(['lenient', 'strict'] as const)('%s', (fidelity) => {
  let registry: Awaited<ReturnType<typeof openRegistry>>
  let tenant: Client
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    registry = await openRegistry(undefined, { fidelity, throttling: 'off' })
    tenant = await registry.newTenant()
    const [device] = await register(registry, tenant, { to: 1 })
    const made = async (path: string, body: object) =>
      (await json(tenant.ask('POST', path, body))).id as string
    ids['device'] = device.id
    ids['group'] = await made('/v1.0/groups', {
      displayName: 'G',
      mailNickname: 'g',
      mailEnabled: false,
      securityEnabled: true,
    })
    ids['profile'] = await made(`${beta}/${profileSet}`, {
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      displayName: 'P',
    })
    ids['managed'] = await made(`${v1}/${managed}`, { deviceName: 'PC' })
  })
  afterAll(() => registry.close())

  const place = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '')
  const ask = (method: string, path: string, body: object) =>
    answer(tenant.ask(method, place(path), body))

  test.each([
    ['POST', '/v1.0/groups', { displayName: 'X', membershipRul: 'x' }, 'membershipRul'],
    ['PATCH', '/v1.0/groups/{group}', { displayNam: 'X' }, 'displayNam'],
    ['PATCH', '/v1.0/groups/{group}', { colour: 'red' }, 'colour'],
    ['POST', '/v1.0/groups', { displayName: 'X', 'member@odata.bind': [] }, 'member@odata.bind'],
    ['PATCH', `${beta}/${profileSet}/{profile}`, { displayNames: 'X' }, 'displayNames'],
    [
      'PATCH',
      `${beta}/${profileSet}/{profile}`,
      { outOfBoxExperienceSetting: { userTyp: 'standard' } },
      'userTyp',
    ],
    [
      'POST',
      `${beta}/${identifiers}/importDeviceIdentityList`,
      {
        importedDeviceIdentities: [
          { importedDeviceIdentifier: 'A', importedDeviceIdentityTyp: 'serialNumber' },
        ],
      },
      'importedDeviceIdentityTyp',
    ],
    [
      'POST',
      `${beta}/${identifiers}/importDeviceIdentityList`,
      { importedDeviceIdentities: [], overwriteImportedDeviceIdentitie: true },
      'overwriteImportedDeviceIdentitie',
    ],
    ['POST', `${v1}/${managed}`, { deviceName: 'X', serialNumer: 'Y' }, 'serialNumer'],
    ['PATCH', `${v1}/${managed}/{managed}`, { note: 'X' }, 'note'],
    ['POST', `${v1}/${managed}/{managed}/wipe`, { keepEnrolmentData: true }, 'keepEnrolmentData'],
    ['POST', `${v1}/${managed}/{managed}/syncDevice`, { now: true }, 'now'],
    ['POST', `${beta}/autopilotEvents`, { deviceSerialNumer: 'X' }, 'deviceSerialNumer'],
    ['POST', `${beta}/windowsAutopilotSettings/sync`, { force: true }, 'force'],
    [
      'POST',
      `${v1}/windowsAutopilotDeviceIdentities/{device}/unassignUserFromDevice`,
      { userPrincipalName: 'x' },
      'userPrincipalName',
    ],
  ])('%s %s with %j names the member', async (...of) => {
    const [method, path, body, member] = of
    const [status, { error }] = await ask(method, path, body)
    expect([status, error.message]).toEqual([400, expect.stringContaining(member)])
  })

  test('other cases of letters are understood, and what describes an entity is passed over', async () => {
    const [created, group] = await ask('POST', '/v1.0/groups', {
      DisplayName: 'Cased',
      MailEnabled: false,
      MailNickname: 'cased',
      SecurityEnabled: true,
      Visibility: 'Private',
    })
    expect([created, group.displayName]).toEqual([201, 'Cased'])
    const [, profile] = await ask('PATCH', `${beta}/${profileSet}/{profile}`, {
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      DisplayName: 'Cased',
      lastModifiedDateTime: '2026-01-01T00:00:00Z',
    })
    expect(profile.displayName).toBe('Cased')
    for (const body of [{}, { keepEnrollmentData: true, KeepUserData: false }])
      expect((await ask('POST', `${v1}/${managed}/{managed}/wipe`, body))[0]).toBe(204)
  })

  test('nothing of this was a failure of the server', () => {
    expect((registry.failures as Json[]) ?? []).toEqual([])
  })
})
