/** Which profile a device gets, asked of the device, is what asking the profile for its devices says. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TenantId } from '../../src/core/ids.ts'
import { assignmentStates } from '../../src/core/profiles/assignment-state.ts'
import { defaultSettings } from '../../src/core/profiles/change-profile.ts'
import { devicesOfProfile } from '../../src/core/profiles/choose.ts'
import type { Target } from '../../src/core/profiles/profile.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { groupsIn } from '../../src/storage/groups/groups.ts'
import { profilePlansIn } from '../../src/storage/profiles/profile-plans.ts'
import { profilesIn } from '../../src/storage/profiles/profiles.ts'
import { parkingIn } from '../../src/storage/repairs/parking.ts'
import { type OpenStore, openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { backends, cloneDatabase, type TestDatabase } from '../support/postgres.ts'
import { insertDevices } from './arbitrary-devices.ts'

const tags = ['A', 'b', null] as const
const index = (most: number) => fc.nat({ max: most - 1 })

/** Six devices, three groups, three profiles, and anything between them. */
const worlds = fc.record({
  tags: fc.array(fc.constantFrom(...tags), { minLength: 6, maxLength: 6 }),
  rules: fc.array(
    fc.constantFrom(
      null,
      '(device.devicePhysicalIds -any (_ -eq "[OrderID]:a"))',
      '(device.devicePhysicalIds -any (_ -startsWith "[OrderID]:"))',
      'device.displayName -notContains "1" -and -not (device.accountEnabled -eq false)',
      'user.department -eq "Sales"',
    ),
    { minLength: 3, maxLength: 3 },
  ),
  members: fc.array(fc.tuple(index(3), index(6)), { maxLength: 6 }),
  assigned: fc.array(fc.tuple(index(3), index(4), fc.boolean()), { maxLength: 7 }),
  given: fc.array(fc.tuple(index(3), index(6)), { maxLength: 2 }),
  /** Away for repair. */
  parked: fc.array(index(6), { maxLength: 2 }),
})
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never

describe.each(backends)('profiles on $name', (backend) => {
  let database: TestDatabase
  let store: OpenStore
  beforeAll(async () => {
    database = await cloneDatabase(backend, migrate)
    store = openStore({ connectionString: database.connectionString })
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  test('a profile’s devices are those that choose it', async () => {
    await fc.assert(fc.asyncProperty(worlds, compare), { numRuns: 60 })
  })

  async function compare(world: World): Promise<void> {
    const tenantId = newUuid() as TenantId
    const profileIds = await build(tenantId, world)
    const [devices, plans] = [devicesIn(store), profilePlansIn(store)]
    const { rows } = await devices.list(tenantId, { page: { limit: 100 } })
    const at = { now: new Date(Date.now() + 60_000), delaySeconds: 0 }
    const states = await assignmentStates(plans, rows, at)
    const plan = await plans.plan(tenantId)
    for (const profileId of profileIds) {
      const chosen = rows.filter((_, i) => states[i]?.profileId === profileId)
      const filter = devicesOfProfile(plan, profileId)
      const found = await devices.list(tenantId, { filter, page: { limit: 100 } })
      expect(found.rows.map(({ id }) => id)).toEqual(chosen.map(({ id }) => id))
    }
  }

  async function build(tenantId: TenantId, world: World): Promise<readonly string[]> {
    const row = { order: null, name: null, model: null, contacted: null, state: 'unknown' }
    await insertDevices(
      store.pool,
      tenantId,
      world.tags.map((tag, i) => ({ ...row, tag, serial: `S${i}` })),
    )
    const { rows } = await devicesIn(store).list(tenantId, { page: { limit: 100 } })
    const groupIds = world.rules.map(() => newUuid())
    for (const [i, rule] of world.rules.entries()) {
      const text = { displayName: `G${i}`, description: null, mailNickname: 'g', rule }
      await groupsIn(store).add(tenantId, groupIds[i] ?? '', text)
    }
    for (const [group, device] of world.members) {
      if (world.rules[group] !== null) continue
      const member = rows[device]?.directoryObjectId ?? ''
      await groupsIn(store).addMembers(tenantId, groupIds[group] ?? '', [member])
    }
    return await addProfiles(tenantId, world, { groupIds, deviceIds: rows.map(({ id }) => id) })
  }

  async function addProfiles(
    tenantId: TenantId,
    { assigned, given, parked }: World,
    { groupIds, deviceIds }: { groupIds: readonly string[]; deviceIds: readonly string[] },
  ): Promise<readonly string[]> {
    const profiles = profilesIn(store)
    const ids = [0, 1, 2].map(() => newUuid())
    const { rows } = await store.pool.query('select now() as now')
    await store.pool.query('insert into tenant (tenant_id, display_name) values ($1, $2)', [
      tenantId,
      'T',
    ])
    for (const [i, id] of ids.entries()) {
      const createdAt = new Date(rows[0].now.getTime() + i)
      const profile = {
        ...defaultSettings,
        id,
        displayName: `P${i}`,
        createdAt,
        modifiedAt: createdAt,
      }
      await profiles.add(tenantId, profile, 350)
    }
    for (const [profile, target, excluded] of assigned)
      await profiles.assign(tenantId, ids[profile] ?? '', targetOf(groupIds[target], excluded))
    for (const [profile, device] of given)
      await profiles.give(tenantId, ids[profile] ?? '', [deviceIds[device] as never])
    for (const device of parked)
      await parkingIn(store).park({
        tenantId,
        deviceId: deviceIds[device] as never,
        id: newUuid(),
      } as never)
    return ids
  }
})

/** Without a group all devices are meant, and nothing can be excluded. */
function targetOf(groupId: string | undefined, excluded: boolean): Target {
  if (groupId === undefined) return { kind: 'allDevices' }
  return { kind: excluded ? 'excludedGroup' : 'group', groupId }
}
