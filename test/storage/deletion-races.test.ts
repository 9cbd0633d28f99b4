/**
 * Many devices deleted while the same ones are imported, in either order. PostgreSQL's own count says whether any
 * two waited for each other in a ring.
 */

import { randomUUID } from 'node:crypto'
import type { LifeEvent } from 'taxiway-hardware-hash'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deleteDevices } from '../../src/core/devices/delete-devices.ts'
import { createGroup } from '../../src/core/groups/group.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import { appendAudit } from '../../src/storage/audit/append-audit.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { groupsIn } from '../../src/storage/groups/groups.ts'
import { type OpenStore, openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { DatabaseOutage } from '../../src/storage/sql/outage.ts'
import { deadlocksIn } from '../support/databases/deadlocks.ts'
import { expectNothingLoose } from '../support/databases/nothing-loose.ts'
import { untilWaiting } from '../support/databases/waiting.ts'
import { importsOn } from '../support/imports.ts'
import { described, laptop, later } from '../support/machines.ts'
import { backends, cloneDatabase, type TestDatabase } from '../support/postgres.ts'

const machines = Array.from({ length: 24 }, (_, n) => laptop(`deleted in a batch ${n}`))
const serials = machines.map((bytes) => described(bytes).serialNumber ?? '')

/** A port whose address all have that it is given to: an identifier with several holders. */
function sharedPort(n: number): LifeEvent {
  const macAddress = `00:E0:4C:68:00:0${n}`
  return { event: 'adapter-added', adapter: { medium: '802.3', macAddress, bus: 'PCI' } }
}

const rows = (list: readonly Uint8Array[]) =>
  list.map((hardwareHash) => ({ ...emptyRow, hardwareHash }))

describe.each(backends)('deletions on $name', (backend) => {
  let database: TestDatabase
  let store: OpenStore
  let open = true

  beforeEach(async () => {
    database = await cloneDatabase(backend, migrate)
    store = openStore(database)
    open = true
  })
  afterEach(async () => {
    if (open) await store.close()
    await database.drop()
  })

  async function deadlocks(): Promise<number> {
    open = false
    await store.close()
    return deadlocksIn(database.connectionString)
  }

  /** As a client does it: asked to come again, it does. */
  async function deleteAll(tenantId: TenantId, list: readonly string[]): Promise<void> {
    for (;;) {
      try {
        return await deleteOnce(tenantId, list)
      } catch (error) {
        if (!(error instanceof DatabaseOutage)) throw error
      }
    }
  }

  /** As a request does it: one transaction, and the audit entry last. */
  async function deleteOnce(tenantId: TenantId, list: readonly string[]): Promise<void> {
    await store.once(async (unit) => {
      await deleteDevices(devicesIn(unit), tenantId, list)
      await appendAudit(unit.client, tenantId, [
        {
          category: 'Enrollment',
          activity: 'Action deletedevices WindowsAutopilotDeviceIdentity',
          operation: 'Action',
          result: 'Success',
          actor: { kind: 'system', job: 'test' },
          correlationId: randomUUID(),
          resources: [],
        },
      ])
    })
  }

  test('a deadlock would be seen', async () => {
    const [one, two] = [await store.pool.connect(), await store.pool.connect()]
    for (const [n, client] of [one, two].entries()) {
      await client.query('begin')
      await client.query('select pg_advisory_xact_lock($1)', [n])
    }
    const ends = await Promise.allSettled([
      one.query('select pg_advisory_xact_lock(1)').then(() => one.query('commit')),
      two
        .query('select pg_advisory_xact_lock(0)')
        .then(() => two.query('commit'))
        .finally(() => two.query('rollback')),
    ])
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    for (const client of [one, two]) client.release(true)
    expect(await deadlocks()).toBe(1)
  })

  test('imports of the same devices, in both orders, and one owner or none in the end', async () => {
    const { accept, decideAll, importAll, newTenant } = importsOn(store)
    const [tenant, other] = [await newTenant(), await newTenant()]
    // Nothing is held, so that all that is imported competes.
    await store.pool.query('update tenant set cross_tenant_disclosures_per_day = 1000000')
    await importAll(tenant, rows(machines))
    for (let round = 0; round < 5; round++) {
      const captures = machines.map((bytes) =>
        later(bytes, [{ event: 'disk-swapped' }, sharedPort(round)]),
      )
      for (const list of [captures, captures.toReversed(), machines.toReversed(), machines]) {
        await accept(tenant, rows(list))
        await accept(other, rows(list))
      }
      await Promise.all([
        ...Array.from({ length: 4 }, decideAll),
        ...[tenant, other].flatMap((owner) =>
          [serials, serials.toReversed(), serials].map((list) => deleteAll(owner, list)),
        ),
      ])
    }
    const { rows: owned } = await store.pool.query(
      'select serial_number, count(*)::int from device group by serial_number having count(*) > 1',
    )
    expect(owned).toEqual([])
    await expectNothingLoose(store)
    expect(await deadlocks()).toBe(0)
  })

  test('a device that learns an identifier of another while both are deleted', async () => {
    const { accept, decideAll, importAll, newTenant } = importsOn(store)
    const tenant = await newTenant()
    const [learning = laptop(''), other = laptop('')] = machines
    const [first] = await importAll(tenant, rows([learning, later(other, [sharedPort(9)])]))
    await accept(tenant, rows([later(learning, [sharedPort(9)])]))
    const holder = await store.pool.connect()
    await holder.query('begin')
    await holder.query(
      'select from device_identity where tenant_id = $1 and device_id = $2 for update',
      [tenant, first?.state.status === 'complete' && first.state.deviceId],
    )
    const deleting = deleteAll(tenant, serials.slice(0, 2))
    await untilWaiting(store)
    const deciding = decideAll()
    await untilWaiting(store, 2)
    await holder.query('commit')
    holder.release()
    await Promise.all([deleting, deciding])
    const { rows: left } = await devicesIn(store).list(tenant, { page: { limit: 10 } })
    expect(left.map(({ serialNumber }) => serialNumber)).toEqual(serials.slice(0, 1))
    await expectNothingLoose(store)
    expect(await deadlocks()).toBe(0)
  })

  test('a group that goes with its members', async () => {
    const { importAll, newTenant } = importsOn(store)
    const tenant = await newTenant()
    const groups = groupsIn(store)
    for (let round = 0; round < 5; round++) {
      await importAll(tenant, rows(machines))
      const { rows: devices } = await devicesIn(store).list(tenant, { page: { limit: 100 } })
      expect(devices).toHaveLength(machines.length)
      const members = devices.map(({ directoryObjectId }) => directoryObjectId)
      const made = await Promise.all(
        [1, 2, 3].map((n) =>
          createGroup(groups, tenant, {
            displayName: `Group ${round} ${n}`,
            description: null,
            mailNickname: 'group',
            rule: null,
          }),
        ),
      )
      await Promise.all(made.map(({ id }) => groups.addMembers(tenant, id, members.toReversed())))
      await Promise.all([
        deleteAll(tenant, serials),
        ...made.map(({ id }) => groups.remove(tenant, id)),
      ])
    }
    const { rows: left } = await store.pool.query('select from group_member')
    expect(left).toEqual([])
    expect(await deadlocks()).toBe(0)
  })
})
