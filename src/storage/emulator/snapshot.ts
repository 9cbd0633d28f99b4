/**
 * The state that a reset returns to: a copy of every table, with rows and ids as they were. Keys and secrets of the
 * installation are excluded on both sides, so tokens and credentials outlive a reset. The audit trail is reset like
 * everything else, with its chain intact: its guard against deletion is disabled in that transaction.
 */
import type pg from 'pg'
import type { Store } from '../sql/store.ts'

const leftOut = ['schema_migration', 'installation_secret', 'signing_key', 'virtual_clock']

export type Snapshot = {
  /** Saves the current state, unless one was saved under the same mark. */
  ensure(mark: string): Promise<void>
  restore(): Promise<void>
}

type Table = {
  readonly name: string
  readonly columns: readonly string[]
  /** Whether it has triggers, which are for changes and not for a reset. */
  readonly guarded: boolean
}

export function snapshotIn({ transaction }: Store): Snapshot {
  return {
    ensure: (mark) =>
      transaction(async ({ client }) => {
        const tables = await tablesOf(client)
        const full = `${mark} ${tables.map(({ name, columns }) => `${name}(${columns})`).join(' ')}`
        if ((await markOf(client)) === full) return
        await client.query(take(tables))
        await client.query('insert into taxiway_emulator.snapshot values ($1)', [full])
      }),

    restore: () =>
      transaction(async ({ client }) => {
        await client.query(putBack(await tablesOf(client)))
      }),
  }
}

async function markOf(client: Pick<pg.ClientBase, 'query'>): Promise<string | undefined> {
  await client.query('create table if not exists taxiway_emulator.snapshot (mark text not null)')
  const { rows } = await client.query<{ mark: string }>(
    'select mark from taxiway_emulator.snapshot',
  )
  return rows[0]?.mark
}

function take(tables: readonly Table[]): string {
  const copies = tables.map(
    ({ name, columns }) =>
      `drop table if exists taxiway_emulator.${copyOf(name)};
       create table taxiway_emulator.${copyOf(name)} as select ${columns} from ${name}`,
  )
  return `lock table ${tables.map(({ name }) => name)} in share row exclusive mode;
    delete from taxiway_emulator.snapshot; ${copies.join('; ')}`
}

/** Deleted rather than truncated: with the few rows of a test it takes a tenth of the time. */
function putBack(tables: readonly Table[]): string {
  const emptied = tables.toReversed().map(({ name }) => `delete from ${name}`)
  const filled = tables.map(
    ({ name, columns }) =>
      `insert into ${name} (${columns}) select ${columns} from taxiway_emulator.${copyOf(name)}`,
  )
  const guarded = tables.filter((table) => table.guarded)
  // A block each, since a database that is spread over nodes sends them the whole text that such a change stands in; and one
  // connection to each, since what refers to tables of every node is emptied with them. Others know no such setting.
  const triggers = (how: string) =>
    `do $$ begin ${guarded.map(({ name }) => `alter table ${name} ${how} trigger user;`).join(' ')} end $$`
  return `lock table ${tables.map(({ name }) => name)} in share row exclusive mode;
    set local citus.multi_shard_modify_mode = 'sequential';
    ${[triggers('disable'), ...emptied, ...filled, triggers('enable')].join('; ')};
    delete from virtual_clock; delete from taxiway_emulator.fault; delete from taxiway_emulator.request`
}

function copyOf(name: string): string {
  return `copy_of_${name}`
}

/** Every table with its writable columns; referenced tables come first. */
async function tablesOf(client: Pick<pg.ClientBase, 'query'>): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(
    `with recursive place as (
       select relation.oid, 0 as depth from pg_class as relation
       where relation.relnamespace = 'public'::regnamespace and relation.relkind in ('r', 'p') and not relation.relispartition
         and relation.relname <> all($1)
       union
       select reference.conrelid, depth + 1 from place join pg_constraint as reference
         on reference.confrelid = place.oid and reference.contype = 'f' and reference.conrelid <> reference.confrelid
     )
     select relation.relname as name, array(
         select quote_ident(attname) from pg_attribute as attribute
         where attribute.attrelid = relation.oid and attnum > 0 and not attisdropped and attgenerated = ''
         order by attnum) as columns,
       exists(select from pg_trigger where tgrelid = relation.oid and not tgisinternal) as guarded
     from place join pg_class as relation on relation.oid = place.oid
     group by relation.oid, relation.relname order by max(depth), relation.relname`,
    [leftOut],
  )
  return rows
}
