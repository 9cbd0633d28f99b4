/** Files of the field through the command line, and into a registry that runs: what is registered is what was meant. */
import { randomBytes } from 'node:crypto'
import { cpSync, globSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import pg from 'pg'
import { type DeviceRow, readDeviceCsv } from 'taxiway-device-csv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { type CommandSeries, startCommandSeries } from '../support/programs/command-series.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { short } from './collected.ts'
import { expectations } from './expectations.ts'

let database: TestDatabase
let server: TaxiwayProcess
let series: CommandSeries
const folder = emptyFolder()

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../fixtures/field-files'), folder, { recursive: true })
  database = await cloneDatabase(localBackend, migrate)
  server = await startTaxiwayProcess({
    env: {
      TAXIWAY_DATABASE_URL: database.connectionString,
      TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    },
  })
  await letOneDeleteAll(database.connectionString)
  series = startCommandSeries(folder, server.configFolder)
})

afterAll(async () => {
  await series.end()
  await server.dispose()
  await database.drop()
})

/** What each file has registered is deleted after it, by one program alone. */
async function letOneDeleteAll(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(
    `insert into approval_policy (tenant_id, floor, share, hours) select tenant_id, 1000000, 1, 24 from tenant`,
  )
  await client.end()
}

const rowsIn = (file: string): readonly string[] =>
  readDeviceCsv(new Uint8Array(readFileSync(join(folder, file)))).rows.map(short)

/** Runs a command that must not fail inside. */
async function run(...words: string[]) {
  const result = await series.run(...words)
  expect(result.stderr).not.toMatch(/went wrong inside|at .*\.ts:\d+/)
  return result
}

type Registered = {
  readonly serialNumber: string
  readonly groupTag: string
  readonly userPrincipalName: string
}

/** What the registry has now, which it then forgets. */
async function takeRegistered(): Promise<readonly string[]> {
  const { stdout } = await run('devices', 'list', '--json')
  const devices: readonly Registered[] = JSON.parse(stdout)
  if (devices.length > 0) {
    const serials = devices.map(({ serialNumber }) => serialNumber)
    expect(await run('devices', 'delete', ...serials, '--yes', '--quiet')).toMatchObject({
      code: 0,
    })
  }
  return devices.map(
    ({ serialNumber, groupTag, userPrincipalName }) =>
      `${serialNumber}|${groupTag}|${userPrincipalName}`,
  )
}

describe.each(expectations)('$file', ({ file, says, never, fixed, collected, imported }) => {
  test('csv check', async () => {
    const { stdout } = await run('csv', 'check', file, '--json')
    expect(stdout).toContain(`"${file}"`)
    for (const code of says ?? []) expect(stdout).toContain(`"${code}"`)
    if (never !== undefined) expect(stdout).not.toMatch(never)
  })

  test('csv fix, merge, split and convert', async () => {
    const fix = await run('csv', 'fix', file, '--to', 'fixed.csv', '--force')
    if (fixed === null) {
      expect(fix.code).not.toBe(0)
      return
    }
    expect(rowsIn('fixed.csv')).toEqual(fixed)
    if (fixed.length === 0) return
    await run('csv', 'merge', file, '--to', 'merged.csv', '--force')
    expect(rowsIn('merged.csv')).toEqual(expect.arrayContaining([...fixed]))
    await run('csv', 'split', file, '--to', 'part', '--force')
    const name = basename(file, extname(file))
    const parts = globSync(`part/${name}-*.csv`, { cwd: folder }).flatMap(rowsIn)
    expect(parts).toEqual(expect.arrayContaining([...fixed]))
    const converted = await run(
      'csv',
      'convert',
      file,
      '--as',
      'intune',
      '--to',
      'converted.csv',
      '--force',
    )
    if (imported !== 'kind-other-import') {
      expect(rowsIn('converted.csv')).toEqual(expect.arrayContaining([...fixed]))
      return
    }
    // Without hashes there is nothing to convert: every device is named.
    expect([converted.code, rowsIn('converted.csv')]).toEqual([2, []])
    for (const row of fixed) expect(converted.stderr).toContain(row.split('|')[0])
  })

  test('collect', async () => {
    const { code } = await run('collect', file, '--to', 'collected.csv', '--force')
    if (collected.length > 0) expect(rowsIn('collected.csv')).toEqual(collected)
    else expect(code).not.toBe(0)
  })

  test('import, first without sending', async () => {
    const planned = await run('import', file, '--dry-run', '--json')
    const sent = await run('import', file, '--yes', '--receipt', `${file}.receipt.json`)
    if (typeof imported === 'string') {
      expect([planned.code, sent.code]).toEqual([2, 2])
      expect(await takeRegistered()).toEqual([])
      return
    }
    const rows: readonly DeviceRow[] = JSON.parse(planned.stdout)
    expect(rows.map(short)).toEqual(imported)
    const refused = sent.code === 0 ? [] : imported
    expect(await takeRegistered()).toEqual(imported.filter((row) => !refused.includes(row)))
    if (refused.length > 0) expect(sent.stdout).toContain('InvalidZtdHardwareHash')
  })
})

test('a command of the series is what a shell would have started', async () => {
  const file = 'n27a-sqlcmd.csv'
  for (const words of [
    ['csv', 'check', file],
    ['csv', 'fix', file, '--to', '-', '--force'],
    ['import', file, '--dry-run'],
  ])
    expect(await series.run(...words)).toEqual(
      await taxiway(words, { cwd: folder, configFolder: server.configFolder }),
    )
})
