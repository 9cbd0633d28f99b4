/** Events are read in the order in which they can be read: a follower misses none. */

import { describe, expect, test } from 'vitest'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { eventsIn } from '../../src/storage/events/events.ts'
import { untilWaiting } from '../support/databases/waiting.ts'
import { importsOn } from '../support/imports.ts'
import { laptop } from '../support/machines.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

const page = { limit: 100 }

describe.each(backends)('events on $name', (backend) => {
  const store = storeOn(backend)
  const { accept, decideNext, importOne, newTenant } = importsOn(store)

  const insert = `insert into outbox_event (tenant_id, event_id, kind, subjects) values ($1, $2, 'device.registered', '{}')`

  test('an event of a server whose clock is behind comes after those that were there', async () => {
    const tenant = await newTenant()
    // Not by `newUuid`, which would take this process’s own time with it.
    const ahead = newUuid().replace(/^./, (digit) => (Number.parseInt(digit, 16) + 1).toString(16))
    await store.pool.query(insert, [tenant, ahead])
    await importOne(tenant, laptop('clock'))
    const followed = await eventsIn(store).list(tenant, { ...page, after: ahead })
    expect(followed?.map(({ subjects }) => subjects.length)).toEqual([1])
  })

  test('an event that waits for another of its tenant comes after it', async () => {
    const tenant = await newTenant()
    await importOne(tenant, laptop('first'))
    await accept(tenant, [{ ...emptyRow, hardwareHash: laptop('waits') }])
    const rival = await store.pool.connect()
    await rival.query('begin')
    await rival.query('select from audit_head where tenant_id = $1 for update', [tenant])
    const deciding = decideNext()
    await untilWaiting(store)
    const seen = newUuid()
    await rival.query(insert, [tenant, seen])
    await rival.query('commit')
    rival.release()
    await deciding
    expect(await eventsIn(store).list(tenant, { ...page, after: seen })).toHaveLength(1)
  })
})
