/**
 * Random edits, deletions, swaps, insertions and truncations, made in the database by somebody who owns it: each is
 * found, at the first entry that is not as it was written. What lists and exports show is what is verified.
 */
import type pg from 'pg'
import { type Random, randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyTrail } from '../../../src/core/audit/verify-trail.ts'
import { storedTrails } from '../../../src/storage/audit/stored-trails.ts'
import { type Client, openRegistry } from '../../support/registry.ts'

const times = Number(process.env['TAXIWAY_TAMPERINGS'] ?? 48)
const seed = Number(process.env['TAXIWAY_TAMPERING_SEED'] ?? 20_261_129)
const entries = 24

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
  for (let i = 0; i < entries; i++) {
    const role = { displayName: `Role ${i}`, permissions: ['devices.read'] }
    await client.ask('POST', '/admin/v1/roles', role)
    if (i % 9 === 8 || i === entries - 1) await registry.app.makeCheckpoints()
  }
})
afterAll(() => registry.close())

type Entry = { readonly seq: number; readonly row: string }

/** The trail as it stands, in the order in which lists show it. */
async function trailOf(connection: pg.PoolClient): Promise<readonly Entry[]> {
  const { rows } = await connection.query<{ seq: string; row: string }>(
    'select seq, audit_entry::text as row from audit_entry where tenant_id = $1 order by seq',
    [client.tenantId],
  )
  return rows.map(({ seq, row }) => ({ seq: Number(seq), row }))
}

/** The first number under which there is not what there was; undefined = all is as it was. */
function firstChanged(before: readonly Entry[], after: readonly Entry[]): number | undefined {
  const at = before.findIndex(({ row }, i) => after[i]?.row !== row)
  if (at >= 0) return Math.min(before[at]?.seq ?? 0, ...negative(after[at]))
  return after.length > before.length ? before.length + 1 : undefined
}

/** What stands before the first entry has a number of its own. */
function negative(entry: Entry | undefined): readonly number[] {
  return entry !== undefined && entry.seq < 0 ? [entry.seq] : []
}

type Tampering = (random: Random) => readonly (readonly [string, readonly unknown[]])[]

const anyEntry = (random: Random) => 1 + random.below(entries)
const update = (what: string) => `update audit_entry set ${what} where seq = $1 and tenant_id = $2`
const copy = `insert into audit_entry (tenant_id, seq, at, entry, hash)
  select tenant_id, $3, at, entry, hash from audit_entry where seq = $1 and tenant_id = $2`
const of = (...values: readonly unknown[]) => [values[0], client.tenantId, ...values.slice(1)]

const tamperings: Readonly<Record<string, Tampering>> = {
  'a character of an entry': (random) => [
    [
      update(`entry = overlay(entry placing
        case substr(entry, $3 % length(entry) + 1, 1) when 'a' then 'b' else 'a' end
        from $3 % length(entry) + 1 for 1)`),
      of(anyEntry(random), random.below(10_000)),
    ],
  ],
  'a time': (random) => [
    [
      update(`at = at + make_interval(secs => $3)`),
      of(anyEntry(random), 10 ** -random.below(6) * (random.below(2) === 0 ? 1 : -1)),
    ],
  ],
  'a byte of a hash': (random) => [
    [
      update('hash = set_byte(hash, $3, get_byte(hash, $3) # $4)'),
      of(anyEntry(random), random.below(32), 1 + random.below(255)),
    ],
  ],
  'an entry away': (random) => [
    ['delete from audit_entry where seq = $1 and tenant_id = $2', of(anyEntry(random))],
  ],
  'some away': (random) => [
    [
      'delete from audit_entry where seq >= $1 and tenant_id = $2 and seq < $1 + $3',
      of(anyEntry(random), 1 + random.below(entries)),
    ],
  ],
  'the end away': (random) => {
    const from = anyEntry(random)
    return [['delete from audit_entry where seq >= $1 and tenant_id = $2', of(from)]]
  },
  'the end away, and the head set to what is left': (random) => {
    const from = 2 + random.below(entries - 1)
    return [
      ['delete from audit_entry where seq >= $1 and tenant_id = $2', of(from)],
      [
        `update audit_head set seq = $1 - 1, hash = (select hash from audit_entry where seq = $1 - 1 and tenant_id = $2)
         where tenant_id = $2`,
        of(from),
      ],
    ]
  },
  'two for each other': (random) => {
    const one = anyEntry(random)
    const other = 1 + ((one + random.below(entries - 1)) % entries)
    const move = (from: number, to: number) => [update('seq = $3'), of(from, to)] as const
    return [move(one, 1_000_000), move(other, one), move(1_000_000, other)]
  },
  'the texts of two for each other': (random) => {
    const one = anyEntry(random)
    const other = 1 + ((one + random.below(entries - 1)) % entries)
    return [
      [
        `update audit_entry as a set entry = b.entry from audit_entry as b
         where a.tenant_id = $2 and b.tenant_id = $2 and a.seq in ($1, $3) and b.seq in ($1, $3) and a.seq <> b.seq`,
        of(one, other),
      ],
    ]
  },
  'one copied before, behind, or far off': (random) => [
    [
      copy,
      of(
        anyEntry(random),
        [-(1 + random.below(1_000_000)), 0, entries + 1 + random.below(1_000)][random.below(3)],
      ),
    ],
  ],
  'one inserted, and the rest moved on': (random) => {
    const at = anyEntry(random)
    const moved = (sign: string) =>
      `update audit_entry set seq = ${sign} where tenant_id = $2 and abs(seq) >= $1`
    return [
      [moved('-seq - 1'), of(at)],
      [`update audit_entry set seq = -seq where tenant_id = $2 and seq < -$1::bigint`, of(at)],
      [copy, of(at === 1 ? entries + 1 : at - 1, at)],
    ]
  },
  'the number of one': (random) => [
    [update('seq = $3'), of(anyEntry(random), -random.below(1_000) - 1)],
  ],
}

test(`${times} random tamperings are found at the right entry (seed ${seed})`, {
  timeout: 600_000,
}, async () => {
  const names = Object.keys(tamperings)
  const missed: string[] = []
  for (let n = 0; n < times; n++) {
    const random = randomFrom(`tampering ${seed} ${n}`)
    const name = names[n % names.length] ?? ''
    const { expected, found } = await tamperedBy(tamperings[name]?.(random) ?? [])
    if (expected === undefined || found !== expected)
      missed.push(`${n} ${name}: entry ${expected}, found ${found}`)
  }
  expect(missed).toEqual([])
})

/** Does it, looks, and undoes it. */
async function tamperedBy(statements: ReturnType<Tampering>) {
  const connection = await registry.store.pool.connect()
  try {
    await connection.query('begin')
    await connection.query('alter table audit_entry disable trigger audit_entry_stays')
    // They take nothing that is not JSON.
    await connection.query(
      'drop index audit_entry_by_activity, audit_entry_by_actor, audit_entry_by_result',
    )
    const before = await trailOf(connection)
    for (const [text, values] of statements) await connection.query(text, [...values])
    const expected = firstChanged(before, await trailOf(connection))
    return { expected, found: await faultOf(connection) }
  } finally {
    await connection.query('rollback')
    connection.release()
  }
}

async function faultOf(connection: pg.PoolClient): Promise<number | undefined> {
  const publicKey = registry.app.checkpointKey
  for await (const trail of storedTrails(connection, client.tenantId)) {
    const { fault } = await verifyTrail({ ...trail, publicKey })
    if (fault !== undefined) return fault.seq
  }
  return undefined
}
