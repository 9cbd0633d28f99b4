/** What a newcomer sees: a real server process, the real command, the example file. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hasTerminal, runInTerminal } from '../support/programs/terminal.ts'
import { pictureOf, type Shot } from '../support/programs/terminal-picture.ts'
import { foreignDatabaseSettings } from '../support/server-database.ts'
import { emptyFolder, root, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'

const secret = 'a secret for this test only'
const tenants = ['contoso.test', 'fabrikam.test'].map((domain, n) => ({
  domain,
  displayName: domain,
  // Its devices are registered and deleted again and again.
  settings: { limit: { floor: 1_000, share: 1, hours: 24 } },
  applications: [
    {
      clientId: `2000000${n}-0000-4000-8000-000000000000`,
      displayName: 'Test',
      secret,
      roles: ['DeviceManagementServiceConfig.ReadWrite.All', 'Device.Read.All'],
    },
  ],
}))

let server: TaxiwayProcess
/** A contexts folder per tenant. */
const signedIn: string[] = []
const work = emptyFolder()
const example = join(work, 'devices.csv')

beforeAll(async () => {
  cpSync(join(root, 'examples/devices.csv'), example)
  const seed = join(work, 'seed.json')
  writeFileSync(seed, JSON.stringify({ tenants }))
  server = await startTaxiwayProcess({
    env: { TAXIWAY_SEED: seed, ...(await foreignDatabaseSettings()) },
  })
  for (const { domain, applications } of tenants) {
    const configFolder = emptyFolder()
    const args = ['login', '--url', server.origin, '--ca', server.ca, '--tenant', domain]
    const { code, stderr } = await taxiway(
      [...args, '--client-id', applications[0]?.clientId ?? ''],
      {
        configFolder,
        env: { TAXIWAY_CLIENT_SECRET: secret },
      },
    )
    expect(stderr).not.toContain('Error')
    expect(code).toBe(0)
    signedIn.push(configFolder)
  }
})
afterAll(() => server.dispose())

async function importFile(tenant: number, file: string) {
  const run = await taxiway(
    ['import', file, '--json', '--receipt', join(emptyFolder(), 'receipt.json')],
    {
      configFolder: signedIn[tenant] ?? '',
      env: { TAXIWAY_CLIENT_SECRET: secret },
      cwd: work,
    },
  )
  const { rows, summary } = JSON.parse(run.stdout)
  return {
    code: run.code,
    summary,
    names: rows.map((row: { errorName: string | null }) => row.errorName),
  }
}

test('ten of ten devices of the example file are registered', async () => {
  const { code, summary, names } = await importFile(0, example)
  expect(summary).toMatchObject({ complete: 10, error: 0, refused: 0 })
  expect(names).toEqual(Array(10).fill(null))
  expect(code).toBe(0)
})

test('again, each is 806; from another tenant, each is 808', async () => {
  const again = await importFile(0, example)
  expect(again.names).toEqual(Array(10).fill('ZtdDeviceAlreadyAssigned'))
  expect(again.code).toBe(2)
  const other = await importFile(1, example)
  expect(other.names).toEqual(Array(10).fill('ZtdDeviceAssignedToOtherTenant'))
  expect(other.code).toBe(2)
})

test('the devices show maker, model and serial number out of their hashes', async () => {
  const { stdout } = await taxiway(['devices', 'list', '--json'], {
    configFolder: signedIn[0] ?? '',
    env: { TAXIWAY_CLIENT_SECRET: secret },
  })
  const devices = JSON.parse(stdout)
  expect(devices).toHaveLength(10)
  expect(devices[0]).toMatchObject({
    manufacturer: 'LENOVO',
    model: '21R3001BUK',
    serialNumber: 'PE0VG8PF',
  })
})

test('of a row that is there twice one is complete; a flipped character is 802 and the others go through', async () => {
  await removeAll()
  const [header = '', ...rows] = exampleLines()
  const twice = join(work, 'twice.csv')
  writeFileSync(twice, [header, rows[0], rows[0], ''].join('\r\n'))
  expect((await importFile(0, twice)).names).toEqual([null, 'ZtdDeviceDuplicated'])

  await removeAll()
  const flipped = join(work, 'flipped.csv')
  const damaged = rows[3]?.replace(
    /,(T0.{300})(.)/,
    (_, start, char) => `,${start}${char === 'A' ? 'B' : 'A'}`,
  )
  writeFileSync(flipped, [header, ...rows.slice(0, 3), damaged, ...rows.slice(4), ''].join('\r\n'))
  const { names, code } = await importFile(0, flipped)
  expect(names).toEqual(rows.map((_, n) => (n === 3 ? 'InvalidZtdHardwareHash' : null)))
  expect(code).toBe(2)
})

test('what README shows of a terminal is what a terminal shows (npm run screenshots draws it)', {
  skip: !hasTerminal,
}, async () => {
  await removeAll()
  const columns = 132
  const shots: Shot[] = []
  for (const words of ['import devices.csv', 'explain 806']) {
    const screen = runInTerminal(words.split(' '), {
      columns,
      cwd: work,
      configFolder: signedIn[0] ?? '',
      env: { TAXIWAY_CLIENT_SECRET: secret },
    })
    if (words.startsWith('import')) {
      // Two of the example's machines have no serial number.
      await eventually(async () => expect((await screen.lines()).join('\n')).toContain('[y/N]'))
      screen.type('y\r')
    }
    expect(await screen.ended).toBe(0)
    shots.push({ command: `taxiway ${words}`, lines: await screen.runs() })
  }
  const path = join(root, 'docs/screenshots/terminal.svg')
  const picture = pictureOf(shots, columns)
  if (process.env['TAXIWAY_WRITE_SCREENSHOTS'] === 'true') writeFileSync(path, picture)
  // Ids, ports and times are others in every run.
  const lasting = (svg: string) =>
    svg
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
      .replace(/localhost:\d+/, 'localhost')
      .replace(/\d+\.\d s/, 'a while')
  expect(lasting(picture)).toBe(lasting(readFileSync(path, 'utf8')))
})

function exampleLines(): string[] {
  const text = new TextDecoder('utf-16le').decode(readFileSync(example)).replace(/^\ufeff/, '')
  return text.split('\r\n').filter((line) => line !== '')
}

/** So that the next file finds all devices free. */
async function removeAll(): Promise<void> {
  const { trust, signIn, devicesPath } = await import('../support/wire-client.ts')
  trust(server.ca)
  const client = await signIn(server.origin, {
    graph: server.origin,
    authority: server.origin,
    tenant: tenants[0]?.domain ?? '',
    clientId: tenants[0]?.applications[0]?.clientId ?? '',
    clientSecret: secret,
  })
  for (const { id } of await client.all(devicesPath))
    await client.ask('DELETE', `${devicesPath}/${id}`)
}
