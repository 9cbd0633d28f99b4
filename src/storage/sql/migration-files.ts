/** The migrations that this program brings: numbered plain SQL, and what their first lines say about them. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../migrations')

export type Migration = {
  readonly name: string
  readonly sql: string
  /** The newest migration that a server must know to work on the database afterwards; null: any server may go on. */
  readonly needs: string | null
  /** Each statement alone, as `create index concurrently` demands. */
  readonly isOutsideTransaction: boolean
}

/** The names of all migrations known to this program, in order. */
export async function migrationFiles(): Promise<readonly string[]> {
  const names = await readdir(folder)
  return names.filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).toSorted()
}

export async function readMigration(name: string): Promise<Migration> {
  const sql = await readFile(join(folder, name), 'utf8')
  const [, needs = null] = /^-- Needs servers that know (\d{4}_[a-z0-9_]+\.sql)\.$/m.exec(sql) ?? []
  return { name, sql, needs, isOutsideTransaction: /^-- Outside a transaction\.$/m.test(sql) }
}

/** The statements of a migration, each of which ends at the end of a line; those of a function's body are part of it. */
export function statementsOf({ sql }: Migration): readonly string[] {
  const statements: string[] = []
  let open = ''
  for (const piece of sql.split(/;[ \t]*$/m)) {
    open += open === '' ? piece : `;${piece}`
    if (open.split('$$').length % 2 === 0) continue
    statements.push(open.trim())
    open = ''
  }
  return statements.filter((each) => each.replace(/^--.*$/gm, '').trim() !== '')
}
