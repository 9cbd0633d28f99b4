/**
 * Each permission alone, for the whole tenant: what it reads names nothing that another permission guards. A thing is
 * named by its own route, and by those that are about it: an approval names the devices that it is for.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allRoles,
  type Permission,
  permissions,
  permissionsOf,
} from '../../../src/core/access/permissions.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'
import { isGiven, programWith, roleOf } from '../callers-of-matrix.ts'
import type { Registry } from '../route-requests.ts'
import { type Mark, marks, marksIn, type Planted, plant } from './planted.ts'

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

const everything = Object.keys(marks) as Mark[]

/** What each may name; absent: nothing. */
const named: Partial<Record<Permission, readonly Mark[]>> = {
  'devices.read': ['device', 'tag', 'job', 'person'],
  'devices.import': ['tag', 'code'],
  'imports.read': ['import', 'tag'],
  'hashes.read': ['device'],
  'repairs.read': ['device', 'tag', 'repair'],
  'profiles.read': ['profile'],
  'corporate-identifiers.read': ['corporate'],
  'directory-devices.read': ['device', 'tag'],
  // A rule is part of its group.
  'groups.read': ['group', 'tag'],
  'users.read': ['person'],
  'applications.read': ['application'],
  'roles.read': ['role'],
  'transfers.read': ['device', 'transfer'],
  'removals.read': ['device', 'tag', 'plan'],
  'webhooks.read': ['webhook'],
  'audit.read': everything,
}

const identities = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
const further: readonly (readonly [Permission, string])[] = [
  ['devices.read', `${identities}?$expand=deploymentProfile`],
  ['devices.read', `${identities}?$expand=intendedDeploymentProfile`],
  ['groups.read', '/v1.0/groups?$expand=members'],
  ['groups.read', '/v1.0/groups?$expand=owners'],
]

type Reader = {
  readonly client: Client
  readonly may: ReadonlySet<Permission>
  readonly as: string
}

/** What the reader's own routes name, and should not. */
async function tooMuch({ client, may, as }: Reader): Promise<readonly string[]> {
  const asked = [
    ...(['device', 'kiosk'] as const).flatMap((of) => planted.reading(of)),
    ...further.map(([permission, url]) => ({ permission, url, title: url })),
  ].filter(({ permission }) => may.has(permission))
  const own = new Set([...may].flatMap((each) => named[each] ?? []))
  const found: string[] = []
  for (const { url, title } of asked) {
    const text = await (await client.ask('GET', url)).text()
    const marks = marksIn(text).filter((mark) => !own.has(mark))
    if (marks.length > 0) found.push(`${as}: ${title}: ${marks.join(', ')}`)
  }
  return found
}

test('each permission names what it is for, and nothing else', async () => {
  const found: string[] = []
  for (const permission of permissions.filter(isGiven)) {
    const roleId = await roleOf(owner, [permission])
    const client = await programWith(registry, owner, { roleId })
    found.push(...(await tooMuch({ client, may: new Set([permission]), as: permission })))
  }
  expect(found).toEqual([])
})

test('so does each application permission of Graph', async () => {
  const found: string[] = []
  // One of each that carry the same, and none that carries a single one: these were asked above.
  const sets = new Map(allRoles.map((role) => [[...permissionsOf([role])].join(' '), role]))
  for (const role of sets.values()) {
    const may = permissionsOf([role])
    if (may.size < 2) continue
    const client = await registry.newClient(owner.tenantId, [role])
    found.push(...(await tooMuch({ client, may, as: role })))
  }
  expect(found).toEqual([])
})

test('what uses a profile or a group is counted and named as far as its reader may read it', async () => {
  const reader = async (permission: Permission) =>
    await programWith(registry, owner, { roleId: await roleOf(owner, [permission]) })
  const [profiles, groups] = [await reader('profiles.read'), await reader('groups.read')]
  const { value: uses } = await json(profiles.ask('GET', '/admin/v1/profiles/use'))
  expect(uses).toHaveLength(2)
  for (const use of uses)
    expect(use).toMatchObject({
      deviceCount: null,
      assignedTo: [{ kind: 'group', groupName: null }],
    })
  const { value } = await json(groups.ask('GET', '/admin/v1/groups/use'))
  for (const use of value) expect(use).toMatchObject({ profiles: null, roles: null })
  const rule = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))'
  const asked = await groups.ask('POST', '/admin/v1/groups/count-by-rule', { rule })
  expect(await json(asked)).toEqual({ devices: null })
})
