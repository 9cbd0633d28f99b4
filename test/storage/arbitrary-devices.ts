/** Random devices, put straight into the table, and random filters over them. */
import fc from 'fast-check'
import type pg from 'pg'
import { type DeviceField, deviceFieldTypes } from '../../src/core/devices/device-field.ts'
import type { Filter } from '../../src/core/query.ts'
import { newUuid } from '../../src/core/uuid.ts'

/** Few letters, so that texts meet; and those that databases and patterns trip over. */
const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'A',
    'b',
    'ß',
    'Σ',
    'σ',
    'İ',
    '%',
    '_',
    '\\',
    "'",
    '"',
    '-',
    ' ',
    '😀',
    '1',
  ),
  maxLength: 6,
})
/** So few that devices have what a filter asks for. */
const word = fc.constantFrom('a', 'A', 'Σ', 'σ', 'İ', 'i', '"', '\\', '')
const absent = (value: fc.Arbitrary<string>) => fc.option(value, { nil: null, freq: 3 })
const date = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2020-01-01T00:00:05Z'),
  noInvalidDate: true,
})

export type Row = {
  readonly serial: string
  readonly tag: string | null
  readonly order: string | null
  readonly name: string | null
  readonly model: string | null
  readonly contacted: Date | null
  readonly state: string
  readonly attributes?: Readonly<Record<string, string>>
}

export const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    serial: text,
    tag: absent(text),
    order: absent(text),
    name: absent(text),
    model: absent(text),
    contacted: fc.option(date, { nil: null }),
    state: fc.constantFrom('unknown', 'enrolled', 'blocked'),
    attributes: fc.record(
      {
        extensionAttribute1: word,
        extensionAttribute15: word,
        accountEnabled: fc.constant('false'),
      },
      { requiredKeys: [] },
    ),
  }),
  { minLength: 1, maxLength: 12 },
)

const textFields = [
  'serialNumber',
  'groupTag',
  'displayName',
  'model',
  'directoryName',
  'extensionAttribute1',
  'extensionAttribute15',
] as const
const textOps = ['contains', 'startsWith', 'endsWith'] as const
const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const

const leaf: fc.Arbitrary<Filter<DeviceField>> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constantFrom(...textFields),
    op: fc.constantFrom(...textOps),
    value: text,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constantFrom(...textFields, 'enrollmentState' as const),
    op: fc.constantFrom(...comparisons),
    value: fc.option(fc.oneof(text, fc.constant('enrolled')), { nil: null }),
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constantFrom('extensionAttribute1' as const, 'extensionAttribute15' as const),
    op: fc.constantFrom('eq' as const, 'ne' as const),
    value: word,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constantFrom('lastContactedAt' as const, 'registeredAt' as const),
    op: fc.constantFrom(...comparisons),
    value: fc.option(
      date.map((each) => each.toISOString()),
      { nil: null },
    ),
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constantFrom('accountEnabled' as const),
    op: fc.constantFrom('eq' as const, 'ne' as const),
    value: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('in' as const),
    field: fc.constantFrom(...textFields),
    values: fc.array(text, { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('any' as const),
    field: fc.constant('physicalIds' as const),
    op: fc.constantFrom(...textOps, 'eq' as const),
    value: fc.oneof(
      text,
      text.map((each) => `[OrderID]:${each}`),
      fc.constant('[ZTDID]'),
    ),
  }),
)

export const filters: fc.Arbitrary<Filter<DeviceField>> = fc.letrec<{
  filter: Filter<DeviceField>
}>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant('not' as const), part: tie('filter') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('filter'), { maxLength: 3 }),
    }),
  ),
})).filter

/** Fields that a list can be ordered by. */
export const orders = fc.array(
  fc.record({
    field: fc.constantFrom(
      ...(Object.keys(deviceFieldTypes) as DeviceField[]).filter(
        (name) => deviceFieldTypes[name] !== 'texts' && name !== 'givenProfileId',
      ),
    ),
    descending: fc.boolean(),
  }),
  { maxLength: 3 },
)

export async function insertDevices(
  pool: Pick<pg.ClientBase, 'query'>,
  tenantId: string,
  some: readonly Row[],
): Promise<readonly string[]> {
  const ids = some.map(() => newUuid())
  await pool.query(
    `insert into device (tenant_id, device_id, serial_number, group_tag, purchase_order_identifier, display_name,
       model, last_contacted_at, enrollment_state, directory_attributes, directory_object_id, directory_device_id, registered_at)
     select $1, device, serial, tag, purchase_order, name, model, contacted, enrollment, attributes, gen_random_uuid(), gen_random_uuid(), '2020-01-01T00:00:02Z'
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[], $10::jsonb[])
       as made(device, serial, tag, purchase_order, name, model, contacted, enrollment, attributes)`,
    [
      tenantId,
      ids,
      some.map(({ serial }) => serial),
      some.map(({ tag }) => tag),
      some.map(({ order }) => order),
      some.map(({ name }) => name),
      some.map(({ model }) => model),
      some.map(({ contacted }) => contacted),
      some.map(({ state }) => state),
      some.map(({ attributes }) => attributes ?? {}),
    ],
  )
  return ids
}
