/** One byte changed anywhere in a trail, stored or exported, is found, and the first bad entry is named. */
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTrail } from '../../../cli-server/verify/read-trail-file.ts'
import type { Checkpoint } from '../../../src/core/audit/audit-trail.ts'
import { chainStart, recordHash } from '../../../src/core/audit/chain.ts'
import { verifyTrail } from '../../../src/core/audit/verify-trail.ts'
import { auditRecords } from '../../../src/storage/audit/read-records.ts'
import { storedTrails } from '../../../src/storage/audit/stored-trails.ts'
import { type Client, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
let exported: Buffer
let publicKey: string
let kept: readonly Checkpoint[]

/** Entries of the trail; a checkpoint stands after the sixth and after the last. */
const entries = 8

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
  publicKey = registry.app.checkpointKey
  kept = [...(await makeEntries(6)), ...(await makeEntries(entries - 6))]
  exported = Buffer.from(await (await client.ask('GET', '/admin/v1/audit/export')).arrayBuffer())
})

afterAll(() => registry.close())

async function makeEntries(count: number): Promise<readonly Checkpoint[]> {
  for (let i = 0; i < count; i++) {
    const role = { displayName: `Rôle ${i} of ${count} "x"`, permissions: ['devices.read'] }
    await client.ask('POST', '/admin/v1/roles', role)
  }
  return await registry.app.makeCheckpoints()
}

async function faultOfFile(text: string): Promise<number | undefined> {
  const { badLine, ...file } = parseTrail(text)
  const { fault } = await verifyTrail({ ...file, publicKey })
  if (fault !== undefined && fault.seq <= file.records.length) return fault.seq
  return badLine === undefined ? fault?.seq : file.records.length + 1
}

describe('an exported trail', () => {
  test('holds', async () => {
    expect(parseTrail(exported.toString()).records).toHaveLength(entries)
    expect(await faultOfFile(exported.toString())).toBeUndefined()
  })

  test.each([0x01, 0x80])('is found changed at every byte (bits %i)', async (bits) => {
    const missed: string[] = []
    for (let at = 0; at < exported.length; at++) {
      const changed = Buffer.from(exported)
      changed[at] = (changed[at] ?? 0) ^ bits
      const line = exported.subarray(0, at).toString().split('\n').length
      const fault = await faultOfFile(changed.toString())
      const expected = line <= entries ? fault === line : fault !== undefined
      if (!expected) missed.push(`byte ${at}, line ${line}: ${fault}`)
    }
    expect(missed).toEqual([])
  })

  test('is found with a line left out, doubled, or moved', async () => {
    const lines = exported.toString().trimEnd().split('\n')
    const [first = '', second = '', ...rest] = lines
    const found = [
      await faultOfFile([second, ...rest].join('\n')),
      await faultOfFile([first, first, second, ...rest].join('\n')),
      await faultOfFile([second, first, ...rest].join('\n')),
      await faultOfFile(lines.toSpliced(entries - 1, 1).join('\n')),
    ]
    expect(found).toEqual([1, 2, 1, entries])
  })
})

/** Runs `tamper` as somebody who owns the tables, says what verification finds, and undoes it. */
async function faultAfter(
  tamper: (client: pg.PoolClient) => Promise<unknown>,
  outside: readonly Checkpoint[] = [],
) {
  const connection = await registry.store.pool.connect()
  try {
    await connection.query('begin')
    await connection.query('alter table audit_entry disable trigger audit_entry_stays')
    await tamper(connection)
    for await (const trail of storedTrails(connection)) {
      const checkpoints = [...trail.checkpoints, ...outside]
      const { fault } = await verifyTrail({ ...trail, publicKey, checkpoints })
      if (fault !== undefined) return fault.seq
    }
    return undefined
  } finally {
    await connection.query('rollback')
    connection.release()
  }
}

const set = (text: string) => (connection: pg.PoolClient) => connection.query(text)

describe('a stored trail', () => {
  test('holds, and goes on holding while it grows', async () => {
    expect(await faultAfter(async () => {})).toBeUndefined()
  })

  test('is found changed at every byte of a hash', async () => {
    for (let at = 0; at < 32; at++) {
      const other = `hash = set_byte(hash, ${at}, get_byte(hash, ${at}) # 1)`
      expect(await faultAfter(set(`update audit_entry set ${other} where seq = 3`))).toBe(3)
      expect(await faultAfter(set(`update audit_head set ${other}`))).toBe(entries)
      expect(await faultAfter(set(`update audit_checkpoint set ${other} where seq = 6`))).toBe(6)
    }
  })

  test('is found changed at every character of an entry', async () => {
    const { rows } = await registry.store.pool.query('select entry from audit_entry where seq = 4')
    const text: string = rows[0].entry
    const missed: number[] = []
    for (let at = 0; at < text.length; at++) {
      const letter = text[at] === 'a' ? 'b' : 'a'
      const changed = text.slice(0, at) + letter + text.slice(at + 1)
      const tamper = async (connection: pg.PoolClient) => {
        // They take nothing that is not JSON.
        await connection.query(
          'drop index audit_entry_by_activity, audit_entry_by_actor, audit_entry_by_result',
        )
        await connection.query('update audit_entry set entry = $1 where seq = 4', [changed])
      }
      if ((await faultAfter(tamper)) !== 4) missed.push(at)
    }
    expect(missed).toEqual([])
  })

  test.each([
    ['a time', "update audit_entry set at = at + interval '1 microsecond' where seq = 2", 2],
    ['a space that means nothing', `update audit_entry set entry = ' ' || entry where seq = 5`, 5],
    ['an activity that hides it', `update audit_entry set activity = 'x' where seq = 3`, 3],
    ['an actor that hides it', `update audit_entry set actor = 'x' where seq = 3`, 3],
    ['a result that hides it', `update audit_entry set result = 'x' where seq = 3`, 3],
    ['a category that hides it', `update audit_entry set category = 'x' where seq = 3`, 3],
    ['an operation that hides it', `update audit_entry set operation = 'x' where seq = 3`, 3],
    ['an application that hides it', `update audit_entry set application = 'x' where seq = 3`, 3],
    ['subjects that hide it', `update audit_entry set subjects = '{}' where seq = 3`, 3],
    [
      'subjects of another',
      `update audit_entry set subjects = other.subjects from audit_entry as other where audit_entry.seq = 3 and other.seq = 2`,
      3,
    ],
    ['a missing entry', 'delete from audit_entry where seq = 5', 5],
    ['a missing start', 'delete from audit_entry where seq < 3', 1],
    ['a missing end', `delete from audit_entry where seq > 6`, 7],
    [
      'an entry before all others',
      `insert into audit_entry (tenant_id, seq, at, entry, hash) select tenant_id, -7, at, entry, hash from audit_entry where seq = 3`,
      -7,
    ],
    [
      'an entry with the number 0',
      `insert into audit_entry (tenant_id, seq, at, entry, hash) select tenant_id, 0, at, entry, hash from audit_entry where seq = 8`,
      1,
    ],
    [
      'an entry after all others',
      `insert into audit_entry (tenant_id, seq, at, entry, hash) select tenant_id, 9, at, entry, hash from audit_entry where seq = 8`,
      9,
    ],
    ['a number', 'update audit_entry set seq = 99 where seq = 8', 8],
    ['a tenant', `update audit_entry set tenant_id = gen_random_uuid() where seq = 1`, 1],
    ['the head', 'delete from audit_head', entries],
    ['the end and the head with it', cutOff(6), 7],
    [
      'a checkpoint',
      "update audit_checkpoint set at = at + interval '1 microsecond' where seq = 6",
      6,
    ],
    [
      "a checkpoint's key",
      `update audit_checkpoint set key_id = translate(key_id, '0123456789abcdef', '123456789abcdef0') where seq = 6`,
      6,
    ],
    ["a checkpoint's number", 'update audit_checkpoint set seq = 5 where seq = 6', 5],
  ])('is found with %s changed', async (_, tamper, seq) => {
    expect(await faultAfter(set(tamper))).toBe(seq)
  })

  test('that was written anew from an entry on, checkpoints gone, is found by those kept outside', async () => {
    const rewrite = async (connection: pg.PoolClient) => {
      await connection.query(
        `update audit_entry set entry = replace(entry, 'devices.read', 'devices.sync') where seq = 2`,
      )
      await connection.query('delete from audit_checkpoint')
      let prev = chainStart
      for (const record of await all(connection)) {
        prev = recordHash({ ...record, prev })
        await connection.query(`update audit_entry set hash = decode($1, 'hex') where seq = $2`, [
          prev,
          record.seq,
        ])
      }
      await connection.query(`update audit_head set hash = decode($1, 'hex')`, [prev])
    }
    expect(await faultAfter(rewrite)).toBeUndefined()
    expect(await faultAfter(rewrite, kept)).toBe(6)
  })
})

function cutOff(seq: number): string {
  return `delete from audit_entry where seq > ${seq};
    update audit_head as head set seq = ${seq}, hash = (select entry.hash from audit_entry as entry where entry.seq = ${seq})`
}

async function all(connection: pg.PoolClient) {
  return await Array.fromAsync(auditRecords(connection, client.tenantId))
}
