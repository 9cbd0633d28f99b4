/**
 * Somebody whose role reaches some group tags, with every permission that such a role carries: whatever they read is
 * as if the devices of other tags were not there. They are found neither by name nor by number.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissionTable } from '../../../src/core/access/permission-table.ts'
import { permissions } from '../../../src/core/access/permissions.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'
import { programWith, roleOf } from '../callers-of-matrix.ts'
import type { Registry } from '../route-requests.ts'
import { type Mark, marksIn, type Planted, plant } from './planted.ts'

let registry: Registry
let owner: Client
let planted: Planted
let limited: Client

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  planted = await plant(registry, owner)
  const tagged = permissions.filter((each) => permissionTable[each].limit === 'tags')
  const roleId = await roleOf(owner, tagged)
  limited = await programWith(registry, owner, { roleId, groupTags: ['Kiosk'] })
})
afterAll(async () => {
  expect(registry.failures).toEqual([])
  await registry.close()
})

const identities = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'

/** What a route says only if it is asked for more. */
const further = [
  `${identities}?$expand=deploymentProfile`,
  `${identities}?$count=true`,
  '/beta/deviceManagement/windowsAutopilotDeploymentProfiles?$expand=assignments',
  '/admin/v1/devices?count=true',
  '/admin/v1/devices?q=PLANTED&count=true',
  '/admin/v1/devices/facets?by=groupTag,model,manufacturer',
  '/admin/v1/overview?days=366',
]

async function answers({ unseen = false } = {}): Promise<ReadonlyMap<string, string>> {
  const asked = (['device', 'kiosk'] as const).flatMap((of) =>
    planted
      .reading(of)
      // The timeline tells who has read hashes.
      .filter(({ audit }) => !unseen || audit === undefined)
      .map(({ title, url }) => [`${title} of the ${of}`, url] as const),
  )
  const all = new Map<string, string>()
  for (const [title, url] of [...asked, ...further.map((url) => [url, url] as const)]) {
    const answer = await limited.ask('GET', url)
    const text = await answer.text()
    // Refusals have the time and an id of their request.
    all.set(title, answer.ok ? text.replace(/"asOf":"[^"]*"/, '') : `${answer.status}`)
  }
  return all
}

/** Profiles do not belong to devices: anyone who may read them reads all. */
const readable: readonly Mark[] = ['profile']

test('nothing of devices with other tags is named, and nothing that such a role does not carry', async () => {
  const found = [...(await answers())].flatMap(([title, text]) => {
    const marks = marksIn(text).filter((mark) => !readable.includes(mark))
    return marks.length === 0 ? [] : [`${title}: ${marks.join(', ')}`]
  })
  expect(found).toEqual([])
})

test('what happens to devices of other tags changes no answer, not even a count', async () => {
  const before = await answers({ unseen: true })
  const [one = '', two = ''] = await planted.register('PLANTED-TAG', ['4', '5', '6'])
  await planted.register('PLANTED-OTHER', ['7'])
  await planted.ask('/admin/v1/imports', {
    label: 'PLANTED-LABEL',
    rows: [{ file: 'a', line: 1, hardwareIdentifier: 'T0E=', groupTag: 'PLANTED-TAG' }],
  })
  await registry.decideAll()
  await planted.ask('/admin/v1/repair-cases', {
    deviceId: one,
    problem: { summary: 'Dark' },
    contact: { name: 'Ada', timeZone: 'UTC' },
  })
  await planted.ask(`${identities}/${two}`, {}, 'DELETE')
  await planted.ask('/admin/v1/intake-codes', { label: 'More', groupTag: 'PLANTED-TAG' })
  const after = await answers({ unseen: true })
  expect([...after].filter(([title, text]) => before.get(title) !== text)).toEqual([])
})

test('what asks by POST finds nothing either', async () => {
  const post = async (path: string, body: object) => json(limited.ask('POST', path, body))
  const { value } = await post('/admin/v1/ownership-checks', {
    serialNumbers: ['PLANTED-SERIAL-1'],
  })
  expect(value).toEqual([{ serialNumber: 'PLANTED-SERIAL-1', verdict: 'unknown', places: [] }])
  const names = await post('/admin/v1/device-names/check', { template: 'A-%SERIAL%' })
  expect(marksIn(JSON.stringify(names))).toEqual([])
})
