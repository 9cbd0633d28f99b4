/** Two tenants and one fleet: every verdict that an import can end in, as the command line shows it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportRow } from '../../../cli/import/report-rows.ts'
import { damaged, fleetRows, writeDevices } from '../../support/device-files.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder, taxiway } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

const roles = ['DeviceManagementServiceConfig.ReadWrite.All']
const tenants = ['contoso.test', 'fabrikam.test', 'readers.test'].map((domain, index) => ({
  domain,
  displayName: domain,
  applications: [
    {
      clientId: `0000000${index}-0000-4000-8000-000000000000`,
      displayName: 'Command line',
      secret: 'a secret for these tests',
      roles: domain === 'readers.test' ? ['DeviceManagementServiceConfig.Read.All'] : roles,
    },
  ],
}))

let server: TaxiwayProcess
let folder: string

beforeAll(async () => {
  folder = emptyFolder()
  const seed = join(folder, 'seed.json')
  writeFileSync(seed, JSON.stringify({ tenants }))
  server = await startTaxiwayProcess({
    env: { ...(await databaseSettings()), TAXIWAY_SEED: seed },
  })
  for (const { domain, applications } of tenants) {
    const id = applications[0]?.clientId ?? ''
    const where = ['--url', server.origin, '--ca', server.ca]
    const login = await run(
      ['login', ...where, '--tenant', domain, '--client-id', id],
      'a secret for these tests',
    )
    expect(login).toMatchObject({ code: 0 })
  }
  writeDevices(folder, 'ten.csv')
})

afterAll(() => server.dispose())

test('ten devices go to the first tenant', async () => {
  expect(await verdicts('ten.csv', 'contoso.test')).toEqual(Array(10).fill('complete'))
})

test('the same devices are refused to another tenant with 808', async () => {
  const { code, stderr } = await run(['import', 'ten.csv', '--context', 'fabrikam.test'])
  expect(code).toBe(2)
  expect(stderr).toContain(
    'ZtdDeviceAssignedToOtherTenant: The device is registered in another tenant.',
  )
  expect(await verdicts('ten.csv', 'fabrikam.test')).toEqual(
    Array(10).fill('error 808 ZtdDeviceAssignedToOtherTenant'),
  )
})

test('of a repeated row the first one counts', async () => {
  const [device] = fleetRows('twice', 1)
  writeDevices(folder, 'twice.csv', device === undefined ? [] : [device, device])
  expect(await verdicts('twice.csv', 'contoso.test')).toEqual([
    'complete',
    'error 0 ZtdDeviceDuplicated',
  ])
})

test('one flipped character in a hash fails its row with 802 and no other', async () => {
  const rows = fleetRows('flipped', 10).map((row, index) => (index === 3 ? damaged(row) : row))
  writeDevices(folder, 'flipped.csv', rows)
  expect(await verdicts('flipped.csv', 'contoso.test')).toEqual(
    Array(10).fill('complete').with(3, 'error 802 InvalidZtdHardwareHash'),
  )
})

test('a sign-in that may only read is refused with exit code 3 and the missing permission', async () => {
  const { code, stderr } = await run([
    'import',
    'ten.csv',
    '--context',
    'readers.test',
    '--receipt',
    'r.json',
  ])
  expect(code).toBe(3)
  expect(stderr).toContain('DeviceManagementServiceConfig.ReadWrite.All')
  expect(await run(['devices', 'list', '--json', '--context', 'readers.test'])).toMatchObject({
    code: 0,
    stdout: '[]\n',
  })
})

async function verdicts(file: string, context: string): Promise<readonly string[]> {
  const { stdout } = await run(['import', file, '--context', context, '--json'])
  const rows: ReportRow[] = JSON.parse(stdout).rows
  return rows.map(({ status, errorCode, errorName }) =>
    status === 'complete' ? status : `${status} ${errorCode} ${errorName}`,
  )
}

function run(args: readonly string[], input = '') {
  return taxiway(args, { cwd: folder, configFolder: server.configFolder, input })
}
