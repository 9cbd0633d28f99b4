/** `taxiway remove` by Graph against a tenant that is not healthy: twins, a directory that is away, answers that get lost. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CommandSeries, startCommandSeries } from '../../support/programs/command-series.ts'
import {
  type Asked,
  type Reply,
  type ScriptedGraph,
  startScriptedGraph,
} from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const folder = emptyFolder()
const configFolder = emptyFolder()
const entra = (n: number) => `00000000-0000-4000-8000-00000000000${n}`

type Registered = {
  id: string
  userPrincipalName?: string
  serialNumber: string
  managedDeviceId: string
  azureActiveDirectoryDeviceId: string
}
type Managed = {
  id: string
  serialNumber: string
  azureADDeviceId: string
  joinType?: string
  managementAgent?: string
}
type Entry = { id: string; deviceId: string; physicalIds: string[]; trustType: string }

let graph: ScriptedGraph
let series: CommandSeries
let registered: Registered[] = []
let managed: Managed[] = []
let directory: Entry[] = []
let overruled: (asked: Asked) => Reply | undefined = () => undefined

beforeAll(async () => {
  graph = await startScriptedGraph((asked) => overruled(asked) ?? reply(asked))
  const contexts = { real: graph.context }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ current: 'real', contexts }))
  series = startCommandSeries(folder, configFolder)
})
afterAll(async () => {
  await series.end()
  await graph.close()
})

beforeEach(() => {
  overruled = () => undefined
  registered = []
  managed = []
  directory = []
  device(1, '5CG1')
})

function device(n: number, serialNumber: string, more: Partial<Managed> = {}): void {
  const id = `10000000-0000-4000-8000-00000000000${n}`
  const managedDeviceId = `20000000-0000-4000-8000-00000000000${n}`
  registered.push({ id, serialNumber, managedDeviceId, azureActiveDirectoryDeviceId: entra(n) })
  managed.push({ id: managedDeviceId, serialNumber, azureADDeviceId: entra(n), ...more })
  directory.push({
    id: `30000000-0000-4000-8000-00000000000${n}`,
    deviceId: entra(n),
    physicalIds: [`[ZTDID]:${id}`],
    trustType: 'AzureAd',
  })
}

/** As much of Graph as a removal needs; filters compare as Microsoft's do, without case. */
function reply({ method, path }: Asked): Reply {
  const url = new URL(path, 'https://graph.test')
  const [, set = '', id, action] =
    /\/(windowsAutopilotDeviceIdentities|managedDevices|devices)(?:\/([0-9a-f-]{36}))?(?:\/(\w+))?$/.exec(
      url.pathname,
    ) ?? []
  if (method === 'POST') return { status: action === undefined ? 200 : 204, json: {} }
  const records: { id: string }[] =
    { windowsAutopilotDeviceIdentities: registered, managedDevices: managed, devices: directory }[
      set
    ] ?? []
  const found = records.findIndex((each) => each.id === id)
  if (id !== undefined && found < 0)
    return { status: 404, json: { error: { code: 'ResourceNotFound', message: 'None.' } } }
  if (method === 'DELETE') {
    const [gone] = records.splice(found, 1)
    // The directory object goes with the registration.
    if (set.startsWith('windows'))
      directory = directory.filter(({ physicalIds }) => physicalIds[0] !== `[ZTDID]:${gone?.id}`)
    return { status: 204 }
  }
  if (id !== undefined) return { json: records[found] }
  return { json: { value: filtered(records, url.searchParams.get('$filter') ?? '') } }
}

function filtered(records: readonly { id: string }[], filter: string): readonly object[] {
  const [, member = '', , value = ''] = /(?:contains\()?(\w+)( eq |,)'([^']*)'/.exec(filter) ?? []
  const wanted = value.toLowerCase()
  return records.filter((each) => {
    const has = String((each as unknown as Record<string, unknown>)[member] ?? '').toLowerCase()
    return filter.startsWith('contains') ? has.includes(wanted) : has === wanted
  })
}

const run = (...args: string[]) => series.run('remove', ...args)
const plan = (...names: string[]) => run('plan', ...names, '--file', 'plan.json')
const read = () => JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'))
const changes = () =>
  graph.asked.filter(
    ({ method, path }) => method === 'DELETE' || (method === 'POST' && !path.includes('sync')),
  )

test('prefixes, other cases and twins are left alone, and a plan about them does not run', async () => {
  device(2, '5CG12')
  device(3, '5cg1')
  expect((await plan('5CG1')).code).toBe(0)
  expect((await run('run', 'plan.json', '--yes')).code).toBe(0)
  expect(registered.map(({ serialNumber }) => serialNumber)).toEqual(['5CG12', '5cg1'])
  expect(managed.map(({ serialNumber }) => serialNumber)).toEqual(['5CG12', '5cg1'])
  device(4, '5CG12')
  const twins = await plan('5CG12')
  expect([twins.code, read().state]).toEqual([5, 'ambiguous'])
  const before = changes().length
  const refused = await run('run', 'plan.json', '--yes')
  expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('2 registrations')])
  expect(changes().length).toBe(before)
})

test('a device that got a user since the plan was made is left alone', async () => {
  device(2, '5CG2')
  expect((await plan('5CG1', '5CG2')).code).toBe(0)
  registered[1] = { ...(registered[1] as Registered), userPrincipalName: 'kim@contoso.test' }
  const ran = await run('run', 'plan.json', '--yes')
  expect(ran.code).toBe(2)
  expect(read().devices.map(({ state }: { state: string }) => state)).toEqual(['done', 'blocked'])
  expect(read().devices[1].reason).toContain('A user is assigned')
  expect(registered.map(({ serialNumber }) => serialNumber)).toEqual(['5CG2'])
})

test('a directory or an Intune that cannot be asked blocks, and is no absence', async () => {
  for (const away of ['/devices?', '/managedDevices?']) {
    overruled = ({ path }) =>
      path.includes(away)
        ? { status: 403, json: { error: { code: 'Forbidden', message: 'No.' } } }
        : undefined
    expect([(await plan('5CG1')).code, read().devices[0].match.certainty]).toEqual([5, 'unknown'])
  }
  overruled = () => undefined
  expect((await plan('5CG1')).code).toBe(0)
  overruled = ({ path }) =>
    path.includes('/devices?')
      ? { status: 403, json: { error: { code: 'Forbidden', message: 'No.' } } }
      : undefined
  const before = changes().length
  expect([(await run('run', 'plan.json', '--yes')).code, read().state]).toEqual([2, 'partial'])
  expect(changes().length).toBe(before)
})

test('a lost answer is settled by looking, and the same command goes on', async () => {
  expect((await plan('5CG1')).code).toBe(0)
  overruled = (asked) => {
    if (asked.method !== 'DELETE' || !asked.path.includes('windowsAutopilot')) return undefined
    reply(asked)
    return 'hang up'
  }
  const lost = await run('run', 'plan.json', '--yes', '--timeout', '2')
  expect(lost.code).not.toBe(0)
  expect(registered).toEqual([])
  overruled = () => undefined
  const again = await run('run', 'plan.json', '--yes')
  expect([again.code, read().devices[0].state], again.stderr).toEqual([0, 'done'])
  const syncs = graph.asked.filter(({ path }) => path.endsWith('/sync')).length
  expect((await run('run', 'plan.json', '--yes')).code).toBe(0)
  expect(graph.asked.filter(({ path }) => path.endsWith('/sync')).length).toBe(syncs)
})

test('hybrid and co-managed: what is to be done by hand is named; approval ends with 3', async () => {
  registered = []
  managed = []
  device(5, 'HY1', { joinType: 'hybridAzureADJoined', azureADDeviceId: entra(6) })
  device(7, 'CO1', { managementAgent: 'configurationManagerClientMdm' })
  const made = await run('plan', 'HY1', 'CO1', '--file', 'plan.json', '--json')
  const { devices } = JSON.parse(made.stdout)
  const names = ({ steps }: { steps: { what: string }[] }) => steps.map(({ what }) => what)
  expect([
    made.code,
    devices[0].join,
    names(devices[0]).includes('activeDirectory.deleteComputer'),
  ]).toEqual([0, 'hybridJoined', true])
  expect(names(devices[1])).toContain('configurationManager.deleteClient')
  overruled = ({ method }) =>
    method === 'DELETE'
      ? { status: 403, json: { error: { code: 'ApprovalRequired', message: 'Approval 1.' } } }
      : undefined
  expect((await run('run', 'plan.json', '--yes')).code).toBe(3)
  expect(registered).toHaveLength(2)
  overruled = () => undefined
  expect((await run('run', 'plan.json', '--yes')).code).toBe(0)
  expect(read().devices.map(({ state }: { state: string }) => state)).toEqual(['done', 'done'])
})
