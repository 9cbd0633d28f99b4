/** Deleting more devices than one job takes, on a server that goes away in between: what was done is shown. */
import type { DeviceIdentity } from 'taxiway-autopilot'
import { afterEach, expect, test } from 'vitest'
import { exitCodeOf } from '../../../cli/devices/change/report.ts'
import { deletedTogether } from '../../../cli/devices/delete-together.ts'
import { exitCodes } from '../../../cli/exit.ts'
import { connect } from '../../../cli/graph/client.ts'
import { type Reply, type ScriptedGraph, startScriptedGraph } from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

let peer: ScriptedGraph
afterEach(() => peer.close())

const perJob = 5_000
const devices = perJob + 3
const steps = Array.from({ length: devices }, (_, i) => ({
  request: { line: i + 1, name: `S${i}`, marks: {}, changes: {} },
  device: { id: `id-${i}`, serialNumber: `S${i}` } as DeviceIdentity,
  differences: [],
  calls: [{ body: {} }],
}))

/** Jobs of a server, each at its end when it is asked for; `reply` may answer in their place. */
async function deleteAll(reply: (method: string, path: string, jobs: number) => Reply | undefined) {
  process.env['TAXIWAY_CONFIG_DIR'] = emptyFolder()
  let jobs = 0
  const selected: string[][] = []
  peer = await startScriptedGraph(({ method, path, body }) => {
    const instead = reply(method, path, jobs)
    if (instead !== undefined) return instead
    if (method === 'POST') {
      selected.push(JSON.parse(body).selection.ids)
      return { status: 202, json: { id: `job-${jobs++}`, state: 'ready' } }
    }
    const rows = selected.at(-1)?.map((deviceId) => ({ deviceId, state: 'changed' }))
    return { json: path.includes('/rows') ? { value: rows, next: null } : { state: 'done' } }
  })
  const graph = connect(peer.context, 1)
  await graph.get('/v1.0/')
  return await deletedTogether({ release: false, timeout: 1 })(graph, steps)
}

const counts = (outcomes: readonly { readonly status: string }[] = []) =>
  Object.fromEntries(
    [...Map.groupBy(outcomes, ({ status }) => status)].map(([status, all]) => [status, all.length]),
  )

test('two jobs delete them all', async () => {
  const result = await deleteAll((_method, path) => (path === '/v1.0/' ? { json: {} } : undefined))
  expect(result?.halted).toBeUndefined()
  expect(counts(result?.outcomes)).toEqual({ done: devices })
})

test.each<[string, Reply, number]>([
  ['refuses to begin the second job', { status: 503, json: {} }, exitCodes.tryLater],
  [
    'wants an approval of the second job',
    { status: 403, json: { error: { code: 'approval-required', message: 'Another person …' } } },
    exitCodes.notPermitted,
  ],
])('a server that %s does not hide what the first one did', async (_name, refusal, exitCode) => {
  const result = await deleteAll((method, path, jobs) =>
    path === '/v1.0/' ? { json: {} } : method === 'POST' && jobs === 1 ? refusal : undefined,
  )
  expect(counts(result?.outcomes)).toEqual({ done: perJob, notDone: 3 })
  expect(exitCodeOf(result ?? { outcomes: [] })).toBe(exitCode)
})

test('a server that goes away while a job runs leaves its devices to be looked at', async () => {
  const result = await deleteAll((_method, path, jobs) =>
    path === '/v1.0/' ? { json: {} } : path.includes('/rows') && jobs === 2 ? 'hang up' : undefined,
  )
  expect(counts(result?.outcomes)).toEqual({ done: perJob, accepted: 3 })
  expect(exitCodeOf(result ?? { outcomes: [] })).toBe(exitCodes.tryLater)
})

test('a first job that cannot begin is a failure of the command', async () => {
  const refused = deleteAll((method, path) =>
    path === '/v1.0/' ? { json: {} } : method === 'POST' ? { status: 403, json: {} } : undefined,
  )
  await expect(refused).rejects.toMatchObject({ status: 403 })
})
