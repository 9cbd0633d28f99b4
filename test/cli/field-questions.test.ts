/** What administrators ask afterwards: is it there, in which tenant, what is wrong here, and is it done. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvOf, fleetRows, type Row, writeDevices } from '../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import {
  fleet,
  folder,
  graph,
  json,
  openStage,
  run,
  serial,
  server,
  tagOf,
} from './questions-stage.ts'
import './questions-of-failures.ts'

beforeAll(openStage)
afterAll(() => server.dispose())

test('devices of a list are verified: registered or not, and tagged as the list says', async () => {
  const { groupTag } = await json('devices', 'show', serial(0))
  await run('devices', 'update', serial(0), '--group-tag', groupTag || 'Listed')
  const lines = [`${serial(0)},${groupTag || 'Listed'}`, `${serial(1)},Other`, 'NOBODY1,']
  writeFileSync(join(folder, 'list.csv'), `Serial number,Group tag\r\n${lines.join('\r\n')}\r\n`)
  const { code, stdout, stderr } = await run('devices', 'verify', '--from', 'list.csv', '--json')
  expect(code).toBe(2)
  const [right, differing, missing] = JSON.parse(stdout)
  expect(right).toMatchObject({ device: serial(0), state: 'registered', differs: null })
  expect(differing.differs).toMatch(/^the group tag is .* and not 'Other'$/)
  expect(missing).toMatchObject({ device: 'NOBODY1', state: 'not registered', id: null })
  expect(stderr).toContain('2 of 3 devices registered, 1 different from the file.')
  expect((await run('devices', 'verify', serial(0).toLowerCase())).code).toBe(0)
  const imported = await json('devices', 'verify', '--from', 'new.csv')
  expect(imported.map((row: { state: string }) => row.state)).toEqual(fleet.map(() => 'registered'))
})

test('which of my tenants has it: one that cannot be asked is not one without it', async () => {
  const configFolder = emptyFolder()
  const mine = server.credentials()
  const contexts = { here: mine, gone: { ...mine, graph: 'https://localhost:1' } }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ current: 'here', contexts }))
  const ask = (...args: string[]) => taxiway([...args, '--json'], { cwd: folder, configFolder })
  const everywhere = await ask('devices', 'where', serial(1), 'NOBODY1')
  expect(everywhere.code).toBe(2)
  const rows = JSON.parse(everywhere.stdout)
  expect(
    rows.map((row: Row & { context: string; state: string }) => [row.context, row.state]),
  ).toEqual([
    ['here', 'registered'],
    ['gone', 'unknown'],
    ['here', 'not registered'],
    ['gone', 'unknown'],
  ])
  expect(rows[1].reason).toContain('localhost:1')
  expect((await ask('devices', 'where', serial(1), '--context', 'here')).code).toBe(0)
  expect((await ask('devices', 'where', serial(1), '--context', 'here,elsewhere')).code).toBe(1)
  const listed = JSON.parse((await ask('devices', 'list', '--context', 'here,here')).stdout)
  expect(new Set(listed.map((row: { context: string }) => row.context))).toEqual(new Set(['here']))
})

test('the doctor finds nothing here, and says what to do about a sign-in that no longer works', async () => {
  const well = await run('doctor', '--json')
  const findings: readonly { check: string; result: string; hint: string | null }[] = JSON.parse(
    well.stdout,
  )
  expect(findings.filter(({ result }) => result === 'failed')).toEqual([])
  expect(findings.map(({ check }) => check)).toEqual([
    ...[
      'Node',
      'Sign-in files',
      'Proxy',
      'Certificate',
      'Clock',
      'Sign-in',
      'Permissions',
      'Service',
    ],
  ])
  const configFolder = emptyFolder()
  const { ca: _, ...untrusting } = server.credentials()
  const wrong = { ...server.credentials(), clientSecret: 'not this one' }
  const contexts = { untrusting, wrong }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ contexts }), { mode: 0o644 })
  const ill = async (context: string) => {
    const { code, stdout } = await taxiway(['doctor', '--context', context, '--json'], {
      configFolder,
    })
    const failures = JSON.parse(stdout).filter(
      ({ result }: { result: string }) => result === 'failed',
    )
    return [code, failures.map(({ check }: { check: string }) => check), failures[0].hint]
  }
  expect(await ill('untrusting')).toEqual([2, ['Certificate'], expect.stringContaining('--ca')])
  expect(await ill('wrong')).toEqual([2, ['Sign-in'], expect.stringContaining('taxiway login')])
})

test('--upsert brings devices that are there to the tag and user of the file, and no others', async () => {
  const others = fleetRows('upsert', 2)
  const writeTagged = (name: string) => {
    const text = csvOf([...fleet.slice(0, 2), ...others]).trimEnd()
    const [head, ...rest] = text.split('\r\n')
    const lines = [`${head},Group Tag`, ...rest.map((line) => `${line},Upserted`), '']
    writeFileSync(join(folder, name), lines.join('\r\n'))
  }
  writeTagged('again.csv')
  const untouched = await tagOf(2)
  const { code, stdout, stderr } = await run('import', 'again.csv', '--upsert', '--json')
  const { rows, summary } = JSON.parse(stdout)
  expect(rows.map((row: { status: string; upsert: string }) => [row.status, row.upsert])).toEqual([
    ['complete', 'updated'],
    ['complete', 'updated'],
    ['complete', null],
    ['complete', null],
  ])
  expect([code, summary.updated]).toEqual([0, 2])
  expect(stderr).toContain('4 of 4 complete, 2 of them updated')
  expect(await Promise.all([0, 1, 2].map(tagOf))).toEqual(['Upserted', 'Upserted', untouched])
  writeTagged('same.csv')
  const again = await json('import', 'same.csv', '--upsert')
  expect(again.rows.map((row: { upsert: string }) => row.upsert)).toEqual(
    Array.from({ length: 4 }, () => 'unchanged'),
  )
  expect((await run('import', 'same.csv', '--upsert', '--no-wait')).code).toBe(1)
})

test('--watch follows a device until it is in the list, or until it has a profile', async () => {
  const [row] = fleetRows('watched', 1)
  writeDevices(folder, 'watched.csv', [row as Row])
  const seen = await json('import', 'watched.csv', '--watch', 'visible')
  expect(seen.rows[0].profileState).toBe('notAssigned')
  const { code, stderr } = await run(
    ...['import', '--resume', 'watched.csv.receipt.json', '--profile-ready', '--timeout', '2'],
  )
  expect([code, stderr]).toEqual([4, expect.stringContaining('without a deployment profile')])
  const profile = await graph.post<{ id: string }>(
    '/beta/deviceManagement/windowsAutopilotDeploymentProfiles',
    JSON.stringify({ displayName: 'Watched' }),
  )
  await graph.act(
    `/beta/deviceManagement/windowsAutopilotDeploymentProfiles/${profile.id}/assign`,
    { deviceIds: [seen.rows[0].registrationId] },
  )
  const ready = await json('import', '--resume', 'watched.csv.receipt.json', '--profile-ready')
  expect(ready.rows[0].profileState).toMatch(/^assigned/)
})
