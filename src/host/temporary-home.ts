/**
 * Data folders of servers that live as long as a test run. The name contains the process id, so that what a killed run
 * left behind, a running PostgreSQL included, is found and removed by a later one.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive, readPidFile } from './local-postgres/pid-file.ts'
import { startLocalPostgres } from './local-postgres/start-local-postgres.ts'

const prefix = 'taxiway-embedded-'

/** A new folder; the caller removes it. */
export async function makeTemporaryHome(): Promise<string> {
  return await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
}

/** Removes the folders of dead processes. What cannot be removed does no harm and is left. */
export async function removeDeadHomes(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0
    if (owner === 0 || isAlive(owner)) continue
    const home = join(tmpdir(), name)
    await endPostgres(home).catch(() => undefined)
    await rm(home, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Taking over a leftover server is the safe way to stop it. */
async function endPostgres(home: string): Promise<void> {
  if ((await readPidFile(join(home, 'postgres', 'cluster'))) === undefined) return
  const leftover = await startLocalPostgres({ dataDir: home })
  await leftover.stop('immediate')
}
