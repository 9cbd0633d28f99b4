/** A PostgreSQL and its standby: every commit waits for both, and the standby can be promoted. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { passwordOf, superuser } from '../../../src/host/local-postgres/cluster.ts'
import { startLocalPostgres } from '../../../src/host/local-postgres/start-local-postgres.ts'
import type { LocalPostgres } from '../../../src/host/local-postgres/supervise.ts'
import { newClient } from '../../../src/storage/sql/client.ts'
import { temporaryFolder } from '../../local-postgres/support.ts'

export type Pair = {
  readonly primary: LocalPostgres
  readonly standby: LocalPostgres
  promote(): Promise<void>
}

export async function startPair(): Promise<Pair> {
  const folders = { primary: await temporaryFolder(), standby: await temporaryFolder() }
  const first = await startLocalPostgres({ dataDir: folders.primary })
  await first.stop()
  copyAsStandby(folders, await passwordOf(clusterIn(folders.primary), superuser))

  const primary = await startLocalPostgres({ dataDir: folders.primary })
  const standby = await startLocalPostgres({ dataDir: folders.standby })
  await ask(folders.primary, primary, "alter system set synchronous_standby_names = '*'")
  await ask(folders.primary, primary, 'select pg_reload_conf()')
  return {
    primary,
    standby,
    promote: () => ask(folders.standby, standby, 'select pg_promote()'),
  }
}

const clusterIn = (folder: string) => join(folder, 'postgres', 'cluster')

/** A cold copy, which needs none of the programs that only a whole PostgreSQL brings. */
function copyAsStandby(
  folders: { readonly primary: string; readonly standby: string },
  password: string,
): void {
  const [from, to] = [clusterIn(folders.primary), clusterIn(folders.standby)]
  const { uid, gid, mode } = statSync(join(folders.primary, 'postgres'))
  mkdirSync(join(folders.standby, 'postgres'), { mode })
  chownSync(join(folders.standby, 'postgres'), uid, gid)
  execFileSync('cp', ['-a', from, to])
  const primary = `host=${join(folders.primary, 'postgres', 'run')} user=${superuser} password=${password}`
  appendFileSync(join(to, 'postgresql.auto.conf'), `primary_conninfo = '${primary}'\n`)
  const signal = join(to, 'standby.signal')
  writeFileSync(signal, '')
  const owner = statSync(from)
  chownSync(signal, owner.uid, owner.gid)
}

async function ask(folder: string, { connection }: LocalPostgres, statement: string) {
  const { host, port } = connection
  const password = await passwordOf(clusterIn(folder), superuser)
  const client = newClient({ host, port, user: superuser, password, database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
