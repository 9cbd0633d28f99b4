/** What answers show of other things, to callers whose permissions reach differently far. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { giveRole } from '../../support/roles.ts'
import { roleOf } from '../callers-of-matrix.ts'
import type { Registry } from '../route-requests.ts'
import { type Planted, plant } from './planted.ts'

let registry: Registry
let owner: Client
let planted: Planted

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  planted = await plant(registry, owner)
})
afterAll(async () => {
  expect(registry.failures).toEqual([])
  await registry.close()
})

/** A program with some permissions in the whole tenant, and others for kiosks. */
async function reader(whole: readonly string[], kiosks: readonly string[] = []): Promise<Client> {
  const client = await registry.newClient(owner.tenantId, [])
  const principal = { principalKind: 'application', principalId: client.applicationId } as const
  await giveRole(owner, await roleOf(owner, whole), principal)
  if (kiosks.length > 0)
    await giveRole(owner, await roleOf(owner, kiosks), { ...principal, groupTags: ['Kiosk'] })
  return client
}

const get = (client: Client, path: string): Promise<Json> =>
  json(client.ask('GET', `/admin/v1/${path}`))

test('the overview shows imports and conflicts as far as each may be read', async () => {
  const seen = await get(owner, 'overview')
  expect(seen.conflictsOpen).toBe(1)
  expect(seen.lastImports.map(({ label }: Json) => label)).toContain('PLANTED-LABEL')
  expect(seen.failures).toHaveLength(1)
  const none = await get(await reader(['devices.read']), 'overview')
  expect(none).toMatchObject({
    registered: seen.registered,
    lastImports: null,
    failures: null,
    conflictsOpen: null,
  })
  const kiosks = await get(await reader(['devices.read'], ['imports.read']), 'overview')
  expect(kiosks.lastImports.map(({ label }: Json) => label)).toEqual(['kiosk.csv'])
  expect(kiosks.failures).toEqual([])
})

test('an export of hashes shows those that its reader may read, even if somebody else made it', async () => {
  const job = await planted.ask('/admin/v1/jobs', {
    kind: 'export-devices',
    selection: { ids: [planted.device, planted.kiosk] },
    format: 'intune',
  })
  while (await registry.app.runNextJob());
  const linesFor = async (client: Client) =>
    (await (await client.ask('GET', `/admin/v1/jobs/${job.id}/result`)).text()).trim().split('\r\n')
  expect(await linesFor(owner)).toHaveLength(3)
  const shown = await linesFor(await reader(['devices.read'], ['hashes.read']))
  expect(shown).toHaveLength(2)
  expect(shown.join()).not.toContain('PLANTED')
})

test('profiles count the devices that their reader may read', async () => {
  const client = await reader(['profiles.read'], ['devices.read'])
  const { value } = await get(client, 'profiles/use')
  expect(value.map(({ deviceCount }: Json) => deviceCount).toSorted()).toEqual([0, 1])
})

test('a device names its import and its group to those who may read them', async () => {
  const [all, some] = [owner, await reader(['devices.read', 'hashes.read'])]
  const of = (client: Client, part: string) => get(client, `devices/${planted.device}/${part}`)
  const text = JSON.stringify
  expect(text(await of(all, 'timeline'))).toContain('PLANTED-LABEL')
  expect((await of(all, 'hashes')).value[0].file).toBe('PLANTED-FILE.csv')
  expect((await of(some, 'hashes')).value[0]).toMatchObject({ file: null, importId: null })
  expect((await of(all, 'assignment')).because).toMatchObject({
    by: 'group',
    group: 'PLANTED-GROUP 11',
  })
  expect((await of(some, 'assignment')).because).toMatchObject({
    by: 'group',
    group: null,
    rule: null,
  })
  expect((await get(all, `devices/${planted.device}`)).profileName).toContain('PLANTED-PROFILE')
  expect((await get(some, `devices/${planted.device}`)).profileName).toBeNull()
})

test('an expanded profile takes the permission of the profile', async () => {
  const path = '/beta/deviceManagement/windowsAutopilotDeviceIdentities?$expand=deploymentProfile'
  const some = await reader(['devices.read'])
  expect((await some.ask('GET', path)).status).toBe(403)
  const both = await reader(['devices.read', 'profiles.read'])
  expect((await json(both.ask('GET', path))).value[0].deploymentProfile).not.toBeUndefined()
})
