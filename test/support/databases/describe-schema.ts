/**
 * A database's schema as text: what migrations add up to, in a form that is the same on every version of
 * PostgreSQL. `schema.sql` is this text, so that a change of the schema is seen in review.
 */
import type pg from 'pg'

export async function describeSchema(client: pg.Client): Promise<string> {
  const tables = await lines(
    client,
    `select relation.relname as name from pg_class as relation
     where relation.relkind = 'r' and relation.relnamespace = 'public'::regnamespace and relation.relname <> 'schema_migration'
     order by 1`,
  )
  const parts: string[] = []
  for (const table of tables) parts.push(await describeTable(client, table))
  return `${[...parts, ...(await functions(client))].join('\n\n')}\n`
}

async function describeTable(client: pg.Client, table: string): Promise<string> {
  const columns = await lines(
    client,
    `select format('  %s %s%s%s%s%s', attribute.attname, format_type(attribute.atttypid, attribute.atttypmod),
       case when attribute.attcollation <> pg_type.typcollation then ' collate ' || attribute.attcollation::regcollation end,
       case when attribute.attnotnull then ' not null' end,
       case when attribute.attgenerated = 's' then ' generated always as (' || pg_get_expr(pg_attrdef.adbin, pg_attrdef.adrelid) || ') stored'
         when pg_attrdef.adbin is not null then ' default ' || pg_get_expr(pg_attrdef.adbin, pg_attrdef.adrelid) end,
       case attribute.attstorage when 'e' then case when pg_type.typstorage <> 'e' then ' storage external' end end) as name
     from pg_attribute as attribute join pg_type on pg_type.oid = attribute.atttypid
       left join pg_attrdef on pg_attrdef.adrelid = attribute.attrelid and pg_attrdef.adnum = attribute.attnum
     where attribute.attrelid = $1::regclass and attribute.attnum > 0 and not attribute.attisdropped order by attribute.attnum`,
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
    `select pg_get_indexdef(pg_index.indexrelid) || ';' as name from pg_index
     where pg_index.indrelid = $1::regclass
       and not exists (select from pg_constraint where conindid = pg_index.indexrelid) order by pg_index.indexrelid::regclass::text`,
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
    `select rtrim(pg_get_functiondef(pg_proc.oid), E'\\n') || ';' as name from pg_proc
     where pg_proc.pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e') order by pg_proc.proname`,
  )
}

async function lines(client: pg.Client, text: string, table?: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(text, table === undefined ? [] : [table])
  return rows.map(({ name }) => name)
}
