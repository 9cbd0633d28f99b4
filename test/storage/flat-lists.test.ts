/**
 * Lists read what they show, and not the registry: whatever is filtered, ordered, searched or counted, eight times the
 * devices make the database read about the same rows and pages. Counted by its own plans; no time is measured.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignedProfile } from '../support/assigned-profile.ts'
import { explained, type ReadWork, readsOf } from '../support/databases/explained.ts'
import { fillRegistry } from '../support/databases/fill-registry.ts'
import { type ListShape, listShapes } from '../support/databases/list-shapes.ts'
import { type Client, openRegistry } from '../support/registry.ts'
import { giveRole, roleNamed } from '../support/roles.ts'

const small = 2_500
const large = 8 * small

/** Rows that may be read for each that is shown, and on the way to the first. */
const rowsForEach = 20
const leastShown = 20

/** Tables that grow with the registry: none is read from one end to the other. */
const growing = [
  'device',
  'import_row',
  'refused_row',
  'deleted_device',
  'tenant_record',
  'audit_entry',
]

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
/** Reaches a tag that ten devices, receipts and deleted devices have. */
let limited: Client
const shapes: (ListShape & { readonly reader: () => Client })[] = []
type Measured = { readonly shown: number; readonly read: ReadWork }
const measured: { readonly shape: ListShape; readonly few: Measured; readonly many: Measured }[] =
  []

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  limited = await registry.newClient(tenant.tenantId, [])
  await giveRole(tenant, await roleNamed(tenant, 'Autopilot device manager'), {
    principalKind: 'application',
    principalId: limited.applicationId,
    groupTags: ['Rare'],
  })
  const all = listShapes(await assignedProfile(tenant))
  shapes.push(...all.map((shape) => ({ ...shape, reader: () => tenant })))
  const ofFew = all.filter(({ name }) => byTag.test(name))
  shapes.push(
    ...ofFew.map((shape) => ({
      ...shape,
      name: `with one tag, ${shape.name}`,
      reader: () => limited,
    })),
  )
  await fill(0, small)
  await makeRare()
  const before: Measured[] = []
  for (const shape of shapes) before.push(await measure(shape, small))
  await fill(small, large)
  for (const [i, shape] of shapes.entries()) {
    const many = await measure(shape, large)
    measured.push({ shape, few: before[i] ?? many, many })
  }
}, 120_000)
afterAll(() => registry.close())

async function fill(from: number, to: number): Promise<void> {
  await fillRegistry(registry.store.pool, { tenantId: tenant.tenantId, from, to })
  await registry.store.pool.query(
    'vacuum (analyze) device, import_row, refused_row, deleted_device, tenant_record, device_attribute, device_tally, device_span, import_work, audit_entry',
  )
}

/** Lists that a reader of few tags asks for, without those of refused rows, of which there are too few here for an index of tags. */
const byTag =
  /^(imported.*: (a page|the newest|of)|imports|overview|deleted|windowsAutopilot.*: a page|devices: a page and)/

async function makeRare(): Promise<void> {
  for (const table of ['device', 'deleted_device', 'import_row'])
    await registry.store.pool.query(
      `update ${table} set group_tag = 'Rare'
       where ctid = any(array(select ctid from ${table} order by md5(serial_number) limit 10))`,
    )
}

async function measure(
  { name, path, before, reader }: (typeof shapes)[number],
  devices: number,
): Promise<Measured> {
  const client = reader()
  if (before !== undefined) await client.ask('GET', before(devices))
  let shown = 0
  const reads = await readsOf(registry.store, async () => {
    const answer = await client.ask('GET', path(devices))
    const text = await answer.text()
    expect(answer.status, `${name}: ${text}`).toBe(200)
    shown = (text.startsWith('{') ? JSON.parse(text).value?.length : undefined) ?? 1
  })
  const works: ReadWork[] = []
  for (const read of reads) works.push(await explained(registry.store.pool, read))
  const sum = (of: (work: ReadWork) => number) => works.reduce((all, work) => all + of(work), 0)
  const read: ReadWork = {
    rows: sum(({ rows }) => rows),
    buffers: sum(({ buffers }) => buffers),
    whole: works.flatMap(({ whole }) => whole),
  }
  return { shown, read }
}

test('no list reads a whole table', () => {
  const found = measured.flatMap(({ shape, many }) =>
    many.read.whole
      .filter(({ table, rows }) => growing.includes(table) && rows > 1_000)
      .map(({ table, rows }) => `${shape.name}: ${rows} rows of ${table}`),
  )
  expect(found).toEqual([])
})

test('no list reads more than some rows for each that it shows', () => {
  const found = measured.flatMap(({ shape: { name, counted = 0 }, many: { shown, read } }) =>
    read.rows > (rowsForEach + counted) * Math.max(shown, leastShown)
      ? [`${name}: ${read.rows} rows for ${shown}`]
      : [],
  )
  expect(found).toEqual([])
})

test('many times the devices are read in about the same pages', () => {
  const found = measured.flatMap(({ shape: { name }, few, many }) => {
    const more = Math.max(0, many.shown - few.shown)
    const allowed = 1.5 * few.read.buffers + 40 + 8 * more
    return many.read.buffers > allowed
      ? [
          `${name}: ${many.read.buffers} pages for ${many.shown} instead of ${few.read.buffers} for ${few.shown}`,
        ]
      : []
  })
  expect(found).toEqual([])
})
