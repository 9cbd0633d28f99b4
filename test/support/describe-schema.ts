/**
 * A database's schema as text: what migrations add up to, in a form that is the same on every version of
 * PostgreSQL. `schema.sql` is this text, so that a change of the schema is seen in review.
 */
import type pg from 'pg'

export async function describeSchema(client: pg.Client): Promise<string> {
  const tables = await lines(
    client,
    `select c.relname as name from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migration'
     order by 1`,
  )
  const parts: string[] = []
  for (const table of tables) parts.push(await describeTable(client, table))
  return `${[...parts, ...(await functions(client))].join('\n\n')}\n`
}

async function describeTable(client: pg.Client, table: string): Promise<string> {
  const columns = await lines(
    client,
    `select format('  %s %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
       case when a.attnotnull then ' not null' end,
       case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
         when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) end,
       case a.attstorage when 'e' then case when t.typstorage <> 'e' then ' storage external' end end) as name
     from pg_attribute a join pg_type t on t.oid = a.atttypid
       left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    table,
  )
  const constraints = await lines(
    client,
    `select format('  constraint %s %s', conname, pg_get_constraintdef(oid)) as name from pg_constraint
     where conrelid = $1::regclass and contype in ('p', 'u', 'f', 'c') order by contype <> 'p', conname`,
    table,
  )
  const indexes = await lines(
    client,
    `select pg_get_indexdef(i.indexrelid) || ';' as name from pg_index i
     where i.indrelid = $1::regclass
       and not exists (select from pg_constraint where conindid = i.indexrelid) order by i.indexrelid::regclass::text`,
    table,
  )
  const options = await lines(
    client,
    `select ' with (' || array_to_string(reloptions, ', ') || ')' as name from pg_class
     where oid = $1::regclass and reloptions is not null`,
    table,
  )
  const body = [...columns, ...constraints].join(',\n')
  return [`create table ${table} (\n${body}\n)${options.join('')};`, ...indexes].join('\n')
}

/** Functions of our own; those of extensions belong to them. */
function functions(client: pg.Client): Promise<string[]> {
  return lines(
    client,
    `select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as name from pg_proc p
     where p.pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend where objid = p.oid and deptype = 'e') order by p.proname`,
  )
}

async function lines(client: pg.Client, text: string, table?: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(text, table === undefined ? [] : [table])
  return rows.map(({ name }) => name)
}
