/** How soon the server has what the device list, its menus and the overview ask for; and a bulk change as a job. */
import { Agent, request } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { percentile, timed } from '../registry-store.ts'
import type { Report } from '../report.ts'

type Server = { readonly origin: string; readonly token: string; readonly devices: number }

const admin = '/admin/v1'
const rounds = 40
const list = '/devices?top=100&count=true'
/** Each with its goal, in ms. */
const asked: readonly (readonly [name: string, path: string, goal: number])[] = [
  ['the newest devices', list, 60],
  ['devices by model', `${list}&sort=model`, 60],
  ['devices by manufacturer, from row 50,000', `${list}&sort=manufacturer&skip=50000`, 60],
  ['devices of one group tag', `${list}&filter=${encodeURIComponent("groupTag eq 'Tag 7'")}`, 60],
  ['a search over all fields', `${list}&q=a7f`, 100],
  ['a search that finds nothing', `${list}&q=nothing+here`, 100],
  ['counts for one filter menu', '/devices/facets?by=groupTag&top=200', 150],
  ['the overview', '/overview', 150],
]
const bulk = { devices: 3_214, seconds: 5 }

export async function reportAnswers(server: Server, report: Report): Promise<void> {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
  const ask: Ask = (method, path, body) => answerOf({ agent, server, method, path, body })
  for (const [name, path, goal] of asked) {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push(await timed(() => ask('GET', path)))
    const [median, p95] = [percentile(times, 0.5), percentile(times, 0.95)]
    report({
      name: `answer: ${name} of ${server.devices.toLocaleString('en')}`,
      figure: `p95 ${p95.toFixed(0)} ms, median ${median.toFixed(0)} ms`,
      goal: `p95 ≤ ${goal} ms`,
      met: p95 <= goal,
    })
  }
  const seconds = (await timed(() => changeMany(ask))) / 1000
  report({
    name: `a new group tag for ${bulk.devices.toLocaleString('en')} devices, as a job`,
    figure: `${seconds.toFixed(1)} s`,
    goal: `≤ ${bulk.seconds} s`,
    met: seconds <= bulk.seconds,
  })
  agent.destroy()
}

type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>
type Answer = { readonly id?: string; readonly state?: string; readonly value: { id: string }[] }

async function changeMany(ask: Ask): Promise<void> {
  const ids: string[] = []
  for (let skip = 0; skip < bulk.devices; skip += 1_000) {
    const { value } = await ask('GET', `/devices?top=1000&skip=${skip}`)
    ids.push(...value.map(({ id }) => id))
  }
  const selection = { ids: ids.slice(0, bulk.devices) }
  const change = { groupTag: { set: 'Benched' } }
  const { id } = await ask('POST', '/jobs', { kind: 'update-devices', selection, change })
  while ((await ask('GET', `/jobs/${id}`)).state !== 'done') await pause(50)
}

type Question = {
  readonly agent: Agent
  readonly server: Server
  readonly method: string
  readonly path: string
  readonly body: object | undefined
}

function answerOf({ agent, server, method, path, body }: Question): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${server.token}`,
    ...(body && { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const url = `${server.origin}${admin}${path}`
    const sent = request(url, { agent, method, headers }, async (response) => {
      const text = (await response.toArray()).join('')
      if ((response.statusCode ?? 500) >= 300) reject(new Error(`${path}: ${text}`))
      else resolve(JSON.parse(text) as Answer)
    })
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}
