/** `taxiway remove run` of a plan in a file with many devices: each step is kept, and none is done twice. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandSeries, startCommandSeries } from '../../support/programs/command-series.ts'
import {
  type Asked,
  type Reply,
  type ScriptedGraph,
  startScriptedGraph,
} from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const count = 60
const folder = emptyFolder()
const configFolder = emptyFolder()
const digits = (n: number) => String(n).padStart(12, '0')
const devices = Array.from({ length: count }, (_, n) => ({
  id: `10000000-0000-4000-8000-${digits(n)}`,
  serialNumber: `5CG${String(n).padStart(4, '0')}`,
  managedDeviceId: `20000000-0000-4000-8000-${digits(n)}`,
  azureActiveDirectoryDeviceId: `00000000-0000-4000-8000-${digits(n)}`,
}))
/** Registrations, and their devices in Intune. */
const left = new Set<string>()
/** From this deletion on the service throttles. */
let allowed = 25
let deletions: string[] = []
let graph: ScriptedGraph
let series: CommandSeries

beforeAll(async () => {
  graph = await startScriptedGraph(reply)
  const contexts = { real: graph.context }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ current: 'real', contexts }))
  writeFileSync(
    join(folder, 'gone.csv'),
    ['Serial number', ...devices.map(({ serialNumber }) => serialNumber)].join('\r\n'),
  )
  series = startCommandSeries(folder, configFolder)
})
afterAll(async () => {
  await series.end()
  await graph.close()
})

function begin(): void {
  for (const { id, managedDeviceId } of devices) left.add(id).add(managedDeviceId)
  deletions = []
}

/** As much of Graph as a removal needs. */
function reply({ method, path }: Asked): Reply {
  const id = /\/([0-9a-f-]{36})$/.exec(path)?.[1]
  if (method === 'POST') return { json: {} }
  if (method === 'DELETE' && id !== undefined) return deleted(id)
  const records = path.includes('/managedDevices')
    ? devices.map(({ serialNumber, managedDeviceId, azureActiveDirectoryDeviceId }) => ({
        id: managedDeviceId,
        serialNumber,
        azureADDeviceId: azureActiveDirectoryDeviceId,
      }))
    : path.includes('/windowsAutopilotDeviceIdentities')
      ? devices
      : []
  const found = records.filter((each) => left.has(each.id))
  if (id === undefined)
    return { json: { value: found.filter((each) => path.includes(`'${each.serialNumber}'`)) } }
  const json = found.find((each) => each.id === id)
  return json === undefined
    ? { status: 404, json: { error: { code: 'ResourceNotFound', message: 'None.' } } }
    : { json }
}

function deleted(id: string): Reply {
  if (id.startsWith('1')) {
    if (deletions.length >= allowed)
      return { status: 429, headers: { 'retry-after': '600' }, json: {} }
    deletions.push(id)
  }
  left.delete(id)
  return { status: 204 }
}

const run = (...args: string[]) => series.run('remove', ...args)
const stepsDone = (text: string) =>
  JSON.parse(text).devices.filter(({ steps }: { steps: { what: string; state: string }[] }) =>
    steps.some(({ what, state }) => what === 'autopilot.delete' && state === 'done'),
  ).length

test('throttled in the middle, it goes on where it ended', async () => {
  begin()
  const made = await run('plan', '--from', 'gone.csv', '--file', 'plan.json')
  expect(made.code, made.stderr).toBe(0)
  const whole = statSync(join(folder, 'plan.json')).size
  const first = await run('run', 'plan.json', '--yes', '--timeout', '5')
  expect(first.code, first.stderr).toBe(4)
  // What is kept of each step does not grow with the plan.
  expect(statSync(join(folder, 'plan.json.steps')).size).toBeLessThan(3 * whole)
  expect(stepsDone((await run('show', 'plan.json', '--json')).stdout)).toBe(allowed)
  allowed = count
  const second = await run('run', 'plan.json', '--yes')
  expect(second.code, second.stderr).toBe(0)
  expect(deletions.toSorted()).toEqual(devices.map(({ id }) => id))
  expect(existsSync(join(folder, 'plan.json.steps'))).toBe(false)
  expect(JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')).state).toBe('done')
})

test('a plan of the same name begins anew', async () => {
  begin()
  allowed = 10
  expect((await run('plan', '--from', 'gone.csv', '--file', 'plan.json')).code).toBe(0)
  expect((await run('run', 'plan.json', '--yes', '--timeout', '5')).code).toBe(4)
  begin()
  expect((await run('plan', '--from', 'gone.csv', '--file', 'plan.json')).code).toBe(0)
  expect(stepsDone(readFileSync(join(folder, 'plan.json'), 'utf8'))).toBe(0)
  expect(stepsDone((await run('show', 'plan.json', '--json')).stdout)).toBe(0)
})
