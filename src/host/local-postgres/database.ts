/**
 * Inside the server: Taxiway's role and database, and a check that this server is the one we meant.
 *
 * Taxiway works as an ordinary role that owns one database and may create more (its tests do), never as
 * the superuser: what it can do here, it can do on any other PostgreSQL.
 */
import type { Client } from 'pg'
import { endClient, newClient } from '../../storage/sql/client.ts'
import { passwordOf, superuser } from './cluster.ts'

/** As `pg` takes it. */
export type Connection = {
  /** A socket's folder, or a loopback address. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

const role = 'taxiway'

/** Where Taxiway's database is; creates the role and the database if missing. */
export async function prepareDatabase(
  cluster: string,
  at: Pick<Connection, 'host' | 'port'>,
): Promise<Connection> {
  const password = await passwordOf(cluster, role)
  await asSuperuser(cluster, at, async (client) => {
    if (!(await has(client, 'select from pg_roles where rolname = $1'))) {
      await client.query(`create role ${role} login createdb password '${password}'`)
    }
    if (!(await has(client, 'select from pg_database where datname = $1'))) {
      await client.query(`create database ${role} owner ${role}`)
    }
  })
  return { ...at, user: role, password, database: role }
}

/** The value a running server was started with; undefined when we cannot connect. */
export async function settingOf(
  cluster: string,
  at: Pick<Connection, 'host' | 'port'>,
  setting: string,
): Promise<string | undefined> {
  try {
    return await asSuperuser(cluster, at, async (client) => {
      const { rows } = await client.query('select current_setting($1, true) as value', [setting])
      return rows[0]?.value ?? undefined
    })
  } catch {
    return undefined
  }
}

/** For programs that take a URL. */
export function connectionString({ host, port, user, password, database }: Connection): string {
  const secret = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `postgresql://${secret}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

async function asSuperuser<Result>(
  cluster: string,
  at: Pick<Connection, 'host' | 'port'>,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const password = await passwordOf(cluster, superuser)
  const client = newClient({
    ...at,
    user: superuser,
    password,
    database: 'postgres',
    query_timeout: 30_000,
  })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await endClient(client)
  }
}

async function has(client: Client, query: string): Promise<boolean> {
  return (await client.query(query, [role])).rowCount === 1
}
