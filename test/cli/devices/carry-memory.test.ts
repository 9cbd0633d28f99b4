/** What a change of a fleet holds while it is carried out does not grow with the requests that it has sent. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../../bench/run-command.ts'
import { type Reply, type ScriptedGraph, startScriptedGraph } from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const [few, many] = [500, 5_000]
const folder = emptyFolder()
let graph: ScriptedGraph

const devices = Array.from({ length: many }, (_, n) => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  serialNumber: `PF${String(n).padStart(6, '0')}`,
  manufacturer: 'Contoso',
  model: 'Book',
  groupTag: 'Lab',
  displayName: '',
  userPrincipalName: '',
  addressableUserName: '',
}))

function reply(method: string): Reply {
  return method === 'GET' ? { json: { value: devices } } : { status: 204 }
}

beforeAll(async () => {
  graph = await startScriptedGraph(({ method }) => reply(method))
  const contexts = { real: graph.context }
  writeFileSync(join(folder, 'contexts.json'), JSON.stringify({ current: 'real', contexts }))
})
afterAll(() => graph.close())

async function peak(rows: number, ...options: string[]): Promise<number> {
  const file = join(folder, `${rows}.csv`)
  const lines = devices.slice(0, rows).map(({ serialNumber }) => `${serialNumber},Kiosk`)
  writeFileSync(file, ['Serial number,Group tag', ...lines, ''].join('\r\n'))
  const words = ['devices', 'update', '--from', file, '--json', ...options]
  const { peakMegabytes } = await runCommand(words, {
    TAXIWAY_KEYRING: 'off',
    TAXIWAY_CONFIG_DIR: folder,
  })
  return peakMegabytes
}

test('a request that has its answer is let go of', { timeout: 300_000 }, async () => {
  const [small, large] = [await peak(few, '--yes'), await peak(many, '--yes')]
  const [smallPlan, largePlan] = [await peak(few, '--dry-run'), await peak(many, '--dry-run')]
  expect(large - small).toBeLessThan(largePlan - smallPlan + 25)
})
