/** Statements with parameters give what the driver's own give, whatever comes in between and however it is cut. */
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newClient, streamOf } from '../../src/storage/sql/client.ts'
import { type OpenStore, openStore } from '../../src/storage/sql/database.ts'
import { messagesTo } from '../../src/storage/sql/statements/messages.ts'
import { momentIn } from '../../src/storage/sql/statements/moment.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
let store: OpenStore
let driver: pg.Client

beforeAll(async () => {
  database = await cloneDatabase(localBackend, async () => undefined)
  const { connectionString } = database
  store = openStore({ connectionString, maxConnections: 1 })
  driver = newClient({ connectionString })
  await driver.connect()
})

afterAll(async () => {
  await driver.end()
  await store.close()
  await database.drop()
})

async function expectSame(statement: pg.QueryConfig): Promise<void> {
  const { rows, rowCount, command } = await store.pool.query(statement)
  const theirs = await driver.query(statement)
  expect({ rows, rowCount, command }).toEqual({
    rows: theirs.rows,
    rowCount: theirs.rowCount,
    command: theirs.command,
  })
}

const everyType = `select $1::text as text, $2::int4 as number, $3::int8 as large, $4::timestamptz as moment,
  $5::jsonb as json, $6::uuid as id, $7::boolean as yes, $8::bytea as bytes, $9::text[] as texts, $10::date as day,
  $11::float8 as part, $1::text as text_again`

const value = fc.tuple(
  fc.option(
    fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => text.replaceAll('\0', '')),
  ),
  fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  fc.option(
    fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  ),
  fc.option(fc.constantFrom('{}', '[1, "ö"]', '{"a": {"b": null}}')),
  fc.option(fc.uuid()),
  fc.option(fc.boolean()),
  fc.option(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))),
  fc.option(fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')))),
  fc.option(fc.constantFrom('2026-11-30', '0044-03-15', 'infinity')),
  fc.option(fc.double({ noNaN: true })),
)

test('rows of every type, named and not', async () => {
  await fc.assert(
    fc.asyncProperty(value, fc.boolean(), async (values, isNamed) => {
      await expectSame({ ...(isNamed && { name: 'every-type' }), text: everyType, values })
    }),
    { numRuns: 150 },
  )
})

test('moments before and after our era, in other zones and at the ends of time', async () => {
  const text = `select moment::timestamptz, moment::timestamptz::timestamp as plain from unnest($1::text[]) as given(moment)`
  const moments = [
    '0044-03-15 BC',
    '0099-01-01',
    '10000-01-01',
    'infinity',
    '-infinity',
    '2026-11-30 06:10:00.999999',
  ]
  for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
    for (const { query } of [store.pool, driver].map((each) => ({ query: each.query.bind(each) })))
      await query(`set timezone = '${zone}'`)
    await expectSame({ name: 'moments', text, values: [moments] })
  }
  for (const { query } of [store.pool, driver].map((each) => ({ query: each.query.bind(each) })))
    await query('reset timezone')
})

test('every thousandth of a second', () => {
  for (let ms = 0; ms < 1_000; ms++) {
    const date = new Date(Date.UTC(2026, 10, 30, 6, 10, 0, ms))
    const text = date
      .toISOString()
      .replace('T', ' ')
      .replace(/\.?0*Z$/, '+00')
    if (ms > 0) expect(momentIn(text)).toEqual(date)
  }
  expect(momentIn('2026-11-30 06:10:00+00')).toEqual(new Date('2026-11-30T06:10:00Z'))
})

test('many rows, over many pieces, beside short ones', async () => {
  const text = `select n, repeat('ä', n % 7) || repeat('x', n % 900) as text, null as none from generate_series(1, $1) as n`
  await expectSame({ name: 'many', text, values: [5_000] })
  await expectSame({ name: 'large', text: "select repeat('x', $1) as text", values: [3_000_000] })
  await expectSame({ name: 'none', text: 'select 1 as one where $1::int = 0', values: [1] })
})

test('what writes, returns nothing or says something in between', async () => {
  const statements = [
    { text: 'insert into note select n::text from generate_series(1, $1) as n', values: [3] },
    { name: 'change', text: 'update note set text = text || $1', values: ['!'] },
    { name: 'change', text: 'update note set text = text || $1', values: ['?'] },
    { name: 'gone', text: 'delete from note where text like $1 returning text', values: ['1%'] },
    { name: 'noisy', text: `select notice($1), n from generate_series(1, 3) as n`, values: ['a'] },
    { name: 'noisy', text: `select notice($1), n from generate_series(1, 3) as n`, values: ['b'] },
  ]
  for (const { query } of [store.pool, driver].map((each) => ({ query: each.query.bind(each) })))
    await query(`create temporary table note (text text);
      create or replace function pg_temp.notice(text) returns text language plpgsql as $$
      begin raise warning 'heard %', $1; return $1; end $$; set search_path = public, pg_temp`)
  for (const statement of statements)
    await expectSame({ ...statement, text: statement.text.replace('notice(', 'pg_temp.notice(') })
})

test('a statement that fails leaves the connection as good as before', async () => {
  const half = { name: 'half', text: 'select 10 / $1::int as half' }
  const failing: pg.QueryConfig[] = [
    { ...half, values: [0] },
    { ...half, values: ['x'] },
    { name: 'wrong', text: 'select nothing from nowhere where $1', values: [1] },
    { name: 'half', text: 'select $1::text as another', values: ['x'] },
    { name: 'circle', text: 'select $1::jsonb as circle', values: [circle()] },
    {
      name: 'late',
      text: 'select 10 / (3 - n) as half from generate_series(1, $1) as n',
      values: [5],
    },
  ]
  for (const statement of failing) {
    const [ours, theirs] = await Promise.all(
      [store.pool, driver].map((each) => each.query(statement).catch((error: Error) => error)),
    )
    expect(ours).toBeInstanceOf(Error)
    expect((ours as pg.DatabaseError).code).toBe((theirs as pg.DatabaseError).code)
    await expectSame({ ...half, values: [5] })
    await expectSame({ name: 'wrong', text: 'select $1::int as right', values: [1] })
  }
})

function circle(): object {
  const circle: { self?: object } = {}
  circle.self = circle
  return circle
}

test('a table that has another column by now is read with it', async () => {
  const statement = { name: 'table', text: 'select * from changing where id = $1', values: [1] }
  await store.pool.query('create table changing as select 1 as id')
  await expectSame(statement)
  await store.pool.query('alter table changing add column more text')
  await expect(store.pool.query(statement)).rejects.toThrow(
    'cached plan must not change result type',
  )
})

test('a connection that is cut in the middle of a row fails its statement alone', async () => {
  const client = await store.pool.connect()
  const waiting = client.query({ name: 'slow', text: 'select pg_sleep($1)', values: [60] })
  streamOf(client).destroy()
  await expect(waiting).rejects.toThrow(/lost/)
  client.release(true)
  await expectSame({ name: 'after', text: 'select $1::int as n', values: [1] })
})

test('the columns of a named statement are asked for once, and it is one piece', async () => {
  const client = await store.pool.connect()
  const pieces: Buffer[] = []
  const stream = streamOf(client)
  const write = stream.write.bind(stream)
  stream.write = ((bytes: Buffer) => {
    pieces.push(Buffer.from(bytes))
    return write(bytes)
  }) as typeof stream.write
  const ask = () => client.query({ name: 'pieces', text: 'select $1::int as n', values: [1] })
  await ask()
  pieces.length = 0
  await ask()
  const [piece, ...others] = pieces
  client.release(true)
  expect(others).toEqual([])
  expect(piece?.includes('D\0\0\0\u0006P\0')).toBe(false)
})

test('the stream may be cut anywhere', () => {
  const row = Buffer.from('D\0\0\0\u0009\0\u0001xyz', 'latin1')
  const done = Buffer.from('C\0\0\0\u0006ab', 'latin1')
  const whole = Buffer.concat([done, done, row, row, done, row])
  for (let cut = 0; cut < whole.length; cut++) {
    const heard: string[] = []
    const take = messagesTo(
      (bytes, start, end) => heard.push(`row ${bytes.toString('latin1', start, end)}`) > 0,
      (bytes) => {
        for (let at = 0; at < bytes.length; at += done.length) heard.push('passed')
      },
    )
    take(whole.subarray(0, cut))
    take(whole.subarray(cut))
    const each = 'row \0\u0001xyz'
    expect(heard).toEqual(['passed', 'passed', each, each, 'passed', each])
  }
})
