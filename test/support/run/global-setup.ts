/**
 * One local PostgreSQL for the whole test run, in a temporary folder that goes with it.
 *
 * It is Taxiway's own server, started as Taxiway starts it. Which databases there are is passed to the tests
 * through `inject('databases')`; a run that is killed leaves a server and a folder, and the next run
 * removes both. With `TAXIWAY_TEST_DATABASE_ALONE` no test gets the local server that can do with another one: so every act
 * over HTTP runs on the PostgreSQL of `TAXIWAY_TEST_DATABASE_URL`, which may be spread over nodes.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

import { isAlive, readPidFile } from '../../../src/host/local-postgres/pid-file.ts'
import { startLocalPostgres } from '../../../src/host/local-postgres/start-local-postgres.ts'
import { holdRun, nodesOf, removeDeadRuns } from '../databases/test-databases.ts'
import type { Backend } from '../postgres.ts'
import { installPrograms } from '../programs/install-programs.ts'
import { ensurePrograms } from '../programs.ts'

const folderPrefix = 'taxiway-test-run-'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  installPrograms()
  await ensurePrograms()
  await removeDeadFolders()
  const dataDir = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`))
  const postgres = await startLocalPostgres({ dataDir })
  const local = { name: 'local', connectionString: postgres.connectionString }
  const databases: Omit<Backend, 'runId'>[] = process.env['TAXIWAY_TEST_DATABASE_ALONE']
    ? []
    : [local]
  const other = process.env['TAXIWAY_TEST_DATABASE_URL']
  if (other !== undefined && other !== '') {
    const workers = process.env['TAXIWAY_TEST_CITUS_WORKERS']?.split(' ')
    databases.push({
      name: 'TAXIWAY_TEST_DATABASE_URL',
      connectionString: other,
      ...(workers && { workers }),
    })
  }
  const runId = Math.floor(Math.random() * 2 ** 31)
  const nodes = databases.flatMap(nodesOf)
  const holds = await Promise.all(nodes.map((node) => holdRun(node, runId)))
  await Promise.all(nodes.map((node) => removeDeadRuns(node)))
  const backends: readonly Backend[] = databases.map((database) => ({ ...database, runId }))
  project.provide('databases', backends)

  return async () => {
    for (const release of holds) await release()
    await postgres.stop('immediate')
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function removeDeadFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const runner = name.startsWith(folderPrefix) && Number(name.split('-').at(-2))
    if (!runner || isAlive(runner)) continue
    const dataDir = join(tmpdir(), name)
    // Taking a leftover server over is the safe way to end it. What cannot be removed harms nobody.
    await endLeftover(dataDir).catch(() => {})
    await rm(dataDir, { recursive: true, force: true }).catch(() => {})
  }
}

async function endLeftover(dataDir: string): Promise<void> {
  if ((await readPidFile(join(dataDir, 'postgres', 'cluster'))) === undefined) return
  const leftover = await startLocalPostgres({ dataDir })
  await leftover.stop('immediate')
}
