/** Receipts by why a row was refused: those that reading all of them finds, and of one tenant. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, openRegistry } from '../support/registry.ts'

const path = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const refusals = [
  'InvalidZtdHardwareHash',
  'ZtdDeviceAlreadyAssigned',
  // What an emulator was set to report.
  '806 SomethingElse',
  '-5 ZtdDeviceAlreadyAssigned',
  'ConsentRevoked',
]

type Receipt = {
  readonly id: string
  readonly state: { readonly deviceErrorCode: number; readonly deviceErrorName: string }
}

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  const other = await registry.newTenant()
  for (const [i, { tenantId }] of [tenant, other].entries())
    await registry.store.pool.query(
      `insert into import_row (import_id, row_number, tenant_id, serial_number, has_hash, status, refusal, device_id, decided_at)
       select ('01941f29-7c00-7000-8000-000' || $3::int || '00000000')::uuid, n, $1, 'S' || n % 7, true,
         case when n % 3 = 0 then 'complete' else 'error' end,
         case when n % 3 > 0 then ($2::text[])[1 + n % cardinality($2::text[])] end, case when n % 3 = 0 then gen_random_uuid() end, now()
       from generate_series(1, 60) as n`,
      [tenantId, i === 0 ? refusals : refusals.slice(0, 2), i],
    )
  await registry.store.pool.query(
    `update import_row set refusal = 'InvalidZtdHardwareHash' where row_number = 1`,
  )
})
afterAll(() => registry.close())

async function receipts($filter?: string): Promise<readonly Receipt[]> {
  const options = new URLSearchParams({ $top: '100', ...($filter && { $filter }) })
  const answer = await tenant.ask('GET', `${path}?${options}`)
  expect(answer.status, $filter).toBe(200)
  return ((await answer.json()) as { value: Receipt[] }).value
}

const code = 'state/deviceErrorCode'
const name = 'state/deviceErrorName'

test.each<[string, (state: Receipt['state']) => boolean]>([
  [`${code} eq 802`, (state) => state.deviceErrorCode === 802],
  [`${code} eq 806`, (state) => state.deviceErrorCode === 806],
  [`${code} eq -5`, (state) => state.deviceErrorCode === -5],
  [`${code} eq 0`, (state) => state.deviceErrorCode === 0],
  [`${code} ne 806`, (state) => state.deviceErrorCode !== 806],
  [`${name} eq 'ztdDeviceAlreadyAssigned'`, (state) => state.deviceErrorName === refusals[1]],
  [`${name} eq 'None'`, (state) => state.deviceErrorName === 'None'],
  [`not(${code} eq 806)`, (state) => state.deviceErrorCode !== 806],
  [
    `${code} eq 806 and ${name} eq 'SomethingElse'`,
    (state) => state.deviceErrorName === 'SomethingElse',
  ],
  [
    `${code} eq 806 or ${name} eq 'ConsentRevoked'`,
    (state) => state.deviceErrorCode === 806 || state.deviceErrorName === 'ConsentRevoked',
  ],
])('%s', async ($filter, isMeant) => {
  const all = await receipts()
  expect(all).toHaveLength(60)
  const meant = all.filter(({ state }) => isMeant(state)).map(({ id }) => id)
  expect(meant.length).toBeGreaterThan(0)
  expect((await receipts($filter)).map(({ id }) => id)).toEqual(meant)
})

test('an error that no row has finds nothing, and what is not a number is refused', async () => {
  expect(await receipts(`${code} eq 809`)).toEqual([])
  expect(await receipts(`${name} eq 'nothing' and ${code} eq 806`)).toEqual([])
  const answer = await tenant.ask('GET', `${path}?$filter=${code} eq 'x'`)
  expect(answer.status).toBe(400)
})
