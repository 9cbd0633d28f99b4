/** What a change of a fleet holds is what it changes: neither its file, which may have hashes, nor all that the server says. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../../bench/run-command.ts'
import { createDatabase, localBackend, type TestDatabase } from '../../support/postgres.ts'
import { emptyFolder, taxiway } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

const [few, many] = [500, 20_000]
const folder = emptyFolder()
const devices = Array.from({ length: many }, (_, n) => `PF${String(n).padStart(6, '0')}`)
let database: TestDatabase
let server: TaxiwayProcess

beforeAll(async () => {
  database = await createDatabase(localBackend)
  server = await startTaxiwayProcess({ env: { TAXIWAY_DATABASE_URL: database.connectionString } })
  const client = new pg.Client(database)
  await client.connect()
  await client.query(
    `insert into device (tenant_id, device_id, serial_number, manufacturer, model, group_tag, user_principal_name,
       addressable_user_name, display_name, directory_object_id, directory_device_id)
     select tenant.tenant_id, gen_random_uuid(), serial, 'Contoso Corporation', 'Book of Many Pages 7', 'Lab',
       'ada.' || serial || '@contoso.test', 'Ada', serial, gen_random_uuid(), gen_random_uuid()
     from tenant, unnest($1::text[]) as serial`,
    [devices],
  )
  await client.end()
})
afterAll(async () => {
  await server?.dispose()
  await database?.drop()
})

/** Rows with what exports of other tools have too. */
function fileOf(rows: number): { readonly file: string; readonly megabytes: number } {
  const file = join(folder, `${rows}.csv`)
  const hash = () => randomBytes(4_000).toString('base64')
  const lines = devices.slice(0, rows).map((serial) => `${serial},Kiosk,${hash()}`)
  const text = ['Serial number,Group tag,Hardware hash', ...lines, ''].join('\r\n')
  writeFileSync(file, text)
  return { file, megabytes: text.length / 2 ** 20 }
}

test('a fleet is changed in less memory than its file has bytes', {
  timeout: 600_000,
}, async () => {
  const read = async (rows: number) => {
    const { file, megabytes } = fileOf(rows)
    const words = ['devices', 'update', '--from', file, '--dry-run', '--json']
    const env = { TAXIWAY_CONFIG_DIR: server.configFolder, TAXIWAY_KEYRING: 'off' }
    return { ...(await runCommand(words, env)), megabytes }
  }
  const [small, large] = [await read(few), await read(many)]
  expect(large.peakMegabytes - small.peakMegabytes).toBeLessThan(large.megabytes - small.megabytes)
})

test('each row is planned, in its order', async () => {
  const { file } = fileOf(many)
  const { stdout } = await taxiway(['devices', 'update', '--from', file, '--dry-run', '--json'], {
    configFolder: server.configFolder,
  })
  const { rows, summary } = JSON.parse(stdout)
  expect(summary).toMatchObject({ planned: many, notFound: 0 })
  expect(rows.map(({ serialNumber }: { serialNumber: string }) => serialNumber)).toEqual(devices)
})
