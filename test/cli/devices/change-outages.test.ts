/** Changing many devices while the service throttles, breaks off, or lets nobody in. */
import type { DeviceIdentity } from 'taxiway-autopilot'
import { afterEach, expect, test } from 'vitest'
import { carryOut } from '../../../cli/devices/change/carry-out.ts'
import type { Changes } from '../../../cli/devices/change/change-request.ts'
import { planChange, type Step } from '../../../cli/devices/change/plan.ts'
import { exitCodeOf } from '../../../cli/devices/change/report.ts'
import { sendCalls } from '../../../cli/devices/change/send-calls.ts'
import { exitCodes } from '../../../cli/exit.ts'
import { connect } from '../../../cli/graph/client.ts'
import type { Output } from '../../../cli/terminal/output.ts'
import { type Reply, type ScriptedGraph, startScriptedGraph } from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

let peer: ScriptedGraph
afterEach(() => peer.close())

const quiet = { quiet: true } as Output

function device(index: number): DeviceIdentity {
  const known = { manufacturer: 'Contoso', model: 'One', groupTag: 'Old', displayName: 'PC-1' }
  const rest = { userPrincipalName: 'ada@contoso.test', enrollmentState: 'notContacted' }
  return { id: `id-${index}`, serialNumber: `S${index}`, ...known, ...rest } as DeviceIdentity
}

function stepOf(index: number, changes: Changes, origin = 'https://localhost'): Step {
  const request = { line: index, name: `S${index}`, marks: {}, changes }
  return planChange({ request, device: device(index) }, origin)
}

async function change(count: number, reply: (path: string) => Reply, maxWaitSeconds = 20) {
  process.env['TAXIWAY_CONFIG_DIR'] = emptyFolder()
  peer = await startScriptedGraph(({ method, path }) =>
    method === 'GET' ? { json: {} } : reply(path),
  )
  const graph = connect(peer.context, maxWaitSeconds)
  // As the look at the devices does it: a server that has answered once is expected back.
  await graph.get('/v1.0/')
  const steps = Array.from({ length: count }, (_, i) => stepOf(i + 1, { groupTag: 'New' }))
  return carryOut(steps, sendCalls(graph), quiet)
}

const done: Reply = { status: 204 }

test('throttled and broken-off requests are sent again, since twice is the same as once', async () => {
  let asked = 0
  const result = await change(6, () => {
    asked += 1
    if (asked % 3 === 1) return { status: 429, headers: { 'retry-after': '0' }, json: {} }
    return asked === 5 ? 'hang up' : done
  })
  expect(result.outcomes.map(({ status }) => status)).toEqual(Array(6).fill('done'))
  expect(exitCodeOf(result)).toBe(exitCodes.ok)
})

test('what the server refuses is one row’s failure', async () => {
  const result = await change(3, (path) =>
    path.includes('id-2') ? { status: 400, json: { error: { message: 'no such tag' } } } : done,
  )
  expect(result.outcomes.map(({ status }) => status)).toEqual(['done', 'error', 'done'])
  expect(result.outcomes[1]?.message).toContain('no such tag')
  expect(exitCodeOf(result)).toBe(exitCodes.findings)
})

test('throttling for longer than the caller waits ends the run, and says that the rest is not done', async () => {
  const busy = { status: 429, headers: { 'retry-after': '600' }, json: {} }
  let asked = 0
  const result = await change(20, () => (++asked > 5 ? busy : done))
  const statuses = result.outcomes.map(({ status }) => status)
  expect(statuses.filter((status) => status === 'done')).toHaveLength(5)
  expect(statuses.filter((status) => status === 'notDone')).toHaveLength(15)
  expect(peer.asked.length).toBeLessThan(12)
  expect(exitCodeOf(result)).toBe(exitCodes.tryLater)
})

test('a device that the caller may not change is one row’s failure; where it is all of them, the run is not permitted', async () => {
  const refusal = { status: 403, json: { error: { message: 'Your role does not reach it.' } } }
  const one = await change(3, (path) => (path.includes('id-2') ? refusal : done))
  expect(one.outcomes.map(({ status }) => status)).toEqual(['done', 'error', 'done'])
  expect(one.outcomes[1]?.message).toContain('does not reach')
  expect(exitCodeOf(one)).toBe(exitCodes.findings)
  const all = await change(9, () => refusal)
  expect(all.outcomes.map(({ status }) => status)).toEqual(Array(9).fill('error'))
  expect(exitCodeOf(all)).toBe(exitCodes.notPermitted)
})

test('Microsoft gets tag and name together, Taxiway only what changes', () => {
  const changes = { displayName: 'PC-2' }
  const bodies = (origin: string) => stepOf(1, changes, origin).calls.map(({ body }) => body)
  expect(bodies('https://graph.microsoft.com')).toEqual([{ groupTag: 'Old', displayName: 'PC-2' }])
  expect(bodies('https://localhost:8443')).toEqual([changes])
})

test('the same user in other letters is not a change', () => {
  expect(stepOf(1, { userPrincipalName: 'Ada@Contoso.test' }).calls).toEqual([])
})
