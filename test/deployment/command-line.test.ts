/** First boot by the door that people use: the command line against a server that runs. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder, root, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'

let server: TaxiwayProcess
const scenario = join(root, 'examples/first-boot.json')

beforeAll(async () => {
  server = await startTaxiwayProcess({
    env: { ...(await databaseSettings()), TAXIWAY_MDM_PORT: '0' },
  })
})
afterAll(() => server.dispose())

const run = (...args: readonly string[]) => taxiway(args, { configFolder: server.configFolder })

test('one command registers a device, boots it, and shows what became of it', async () => {
  const zip = join(emptyFolder(), 'boot.zip')
  const boot = await run('device', 'boot', scenario, '--diagnostics', zip, '--json')
  expect(boot).toMatchObject({ code: 0 })
  const { serialNumber, id, steps, timeline } = JSON.parse(boot.stdout)
  expect(steps).toEqual([
    {
      step: 'boot',
      state: 'sign-in',
      events: [164, 160, 161, 703, 702, 153, 111, 103, 101, 109],
      failure: null,
    },
    { step: 'signIn', state: 'desktop', events: [303], failure: null },
  ])
  expect(timeline).toMatchObject({ claimLevel: 2, enrollmentState: 'enrolled' })
  expect(timeline.events.map(({ kind }: { kind: string }) => kind)).toEqual([
    'claim-proven',
    'profile-given',
    'stage',
    'stage',
    'enrolled',
    'hash-confirmed',
    'status-page',
    'stage',
    'stage',
    'stage',
    'status-page-ended',
    'deployed',
  ])

  const shown = await run('devices', 'timeline', serialNumber)
  expect(shown.code).toBe(0)
  expect(shown.stdout).toContain("got the profile 'Sales notebooks'")
  expect(shown.stdout).toContain('Setup is complete')

  const device = JSON.parse((await run('devices', 'show', id, '--json')).stdout)
  expect(device).toMatchObject({ enrollmentState: 'enrolled', groupTag: 'Sales' })

  // On a busy machine the thread that reads archives may run out of its time; nothing else is forgiven.
  await eventually(async () => {
    const to = join(emptyFolder(), 'devices.csv')
    const collected = await run('collect', zip, '--json', '--to', to)
    expect(JSON.parse(collected.stdout)).toMatchObject({
      devices: [{ serialNumber }],
      oobe: [{ profile: 'downloaded', tenantDomain: 'contoso.test', tenantMatched: true }],
    })
    expect(collected.stdout).toContain('The profile was downloaded.')
  })
})

test('a device that boots again keeps its profile; after a reset it proves itself anew', async () => {
  const again = await run('device', 'boot', scenario, '--json')
  expect(JSON.parse(again.stdout).timeline.events.length).toBeGreaterThan(9)
})

test('the profile becomes a file of ASCII', async () => {
  const file = join(emptyFolder(), 'AutopilotConfigurationFile.json')
  const run1 = await run('profiles', 'export-json', 'Sales notebooks', '--save', file)
  expect(run1).toMatchObject({ code: 0 })
  const bytes = readFileSync(file)
  expect(bytes.every((byte) => byte < 0x80)).toBe(true)
  expect(JSON.parse(bytes.toString('latin1'))).toMatchObject({
    Version: 2049,
    Comment_File: 'Profile Sales notebooks',
    CloudAssignedTenantDomain: 'contoso.test',
    CloudAssignedOobeConfig: 1310,
    CloudAssignedDeviceName: 'SALES-%RAND:4%',
  })
  expect(await run('profiles', 'export-json', 'nobody')).toMatchObject({ code: 1 })
})

test('a fleet boots at once, and strangers learn nothing but that they are unknown', async () => {
  const fleet = await run('device', 'fleet', '12', '--json')
  expect(JSON.parse(fleet.stdout)).toEqual([{ end: 'desktop', devices: 12 }])
  const strangers = await run('device', 'fleet', '5', '--no-register', '--seed', 'x', '--json')
  expect(strangers.code).toBe(2)
  expect(JSON.parse(strangers.stdout)).toEqual([{ end: 'consumer (event 807)', devices: 5 }])
})

test('the doctor finds a healthy service', async () => {
  const doctor = await run('device', 'doctor', '--json')
  expect(doctor).toMatchObject({ code: 0 })
  expect(JSON.parse(doctor.stdout)).toHaveLength(4)
})

test('a new board is another machine to the service, whatever serial number is written onto it', async () => {
  for (const swap of ['boardSwap', 'boardReflash']) {
    const file = join(emptyFolder(), 'scenario.json')
    const steps = ['boot', 'signIn', swap, 'reset', 'boot']
    const { profile } = JSON.parse(readFileSync(scenario, 'utf8'))
    writeFileSync(file, JSON.stringify({ seed: swap, groupTag: 'Boards', profile, steps }))
    const played = await run('device', 'boot', file, '--json')
    const last = JSON.parse(played.stdout).steps.at(-1)
    expect(last).toMatchObject({ step: 'boot', state: 'consumer' })
    expect(last.events).toContain(807)
  }
})
