/** Answers that no healthy service gives: from proxies, gateways and networks that want a sign-in first. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CliError, exitCodes } from '../../cli/exit.ts'
import { connect } from '../../cli/graph/client.ts'
import { withHint } from '../../cli/graph/failures.ts'
import { readMany } from '../../cli/graph/read-many.ts'
import { keptInMemory } from '../../cli/import/files/kept-hash.ts'
import { upload } from '../../cli/import/upload.ts'
import { type Reply, type ScriptedGraph, startScriptedGraph } from '../support/scripted-graph.ts'
import { emptyFolder } from '../support/taxiway-command.ts'

let peers: ScriptedGraph[]
let replies: Reply[]

beforeEach(() => {
  process.env['TAXIWAY_CONFIG_DIR'] = emptyFolder()
  replies = []
  peers = []
})

afterEach(async () => {
  for (const peer of peers) await peer.close()
})

async function peerWith(token?: Reply): Promise<ScriptedGraph> {
  const peer = await startScriptedGraph(() => replies.shift() ?? { json: { value: [] } }, token)
  peers.push(peer)
  return peer
}

async function failure(promise: Promise<unknown>): Promise<CliError> {
  const error = withHint(await promise.catch((thrown: unknown) => thrown))
  if (error instanceof CliError) return error
  throw new Error(`expected a CliError, got ${String(error)}`)
}

async function listed({ context }: ScriptedGraph): Promise<readonly unknown[]> {
  const entries: unknown[] = []
  for await (const page of connect(context).pages('/v1.0/x')) entries.push(...page)
  return entries
}

const inside = { error: { code: 'UnknownError', message: 'Try again.' } }
const page = '<html><body>Sign in to the network</body></html>'

test.each([
  ['an error inside a success', { json: inside }, 'an error inside: UnknownError: Try again.'],
  ['a web page', { text: page }, 'a web page'],
  ['half an answer', { text: '{"value":[{"id":' }, 'something that is not JSON'],
  ['nothing', { text: '' }, 'something that is not JSON'],
  ['null', { json: null }, 'answered with nothing'],
  ['an object without entries', { json: {} }, 'a list without entries'],
  ['a redirect', { status: 302, headers: { location: '/sign-in' } }, 'points to another address'],
] satisfies readonly (readonly [string, Reply, string])[])(
  '%s in place of a list',
  async (_name, reply, says) => {
    replies = [reply]
    const error = await failure(listed(await peerWith()))
    expect(error.message).toContain(says)
    // An error inside may pass; a web page in place of the service does not.
    expect(error.exitCode).toBe(says.includes('inside') ? exitCodes.tryLater : exitCodes.usage)
  },
)

test('a member of that name beside others is no error', async () => {
  replies = [{ json: { id: '1', error: { code: 'x', message: 'y' } } }]
  expect(await connect((await peerWith()).context).get('/v1.0/x')).toMatchObject({ id: '1' })
})

test('the last page may say null of the next one, and a link may be relative', async () => {
  replies = [
    { json: { value: [1], '@odata.nextLink': '/v1.0/x?$skiptoken=2' } },
    { json: { value: [2], '@odata.nextLink': null } },
  ]
  expect(await listed(await peerWith())).toEqual([1, 2])
})

test.each([
  ['a web page', { text: page }],
  ['an object without a token', { json: { token_type: 'Bearer' } }],
  ['no object', { json: null }],
] satisfies readonly (readonly [string, Reply])[])(
  '%s in place of a token ends with exit code 3',
  async (_name, token) => {
    const peer = await peerWith(token)
    const error = await failure(connect(peer.context).get('/v1.0/x'))
    expect(error).toMatchObject({
      exitCode: exitCodes.notPermitted,
      message: `${peer.context.authority} answered without a token.`,
    })
    expect(peer.asked).toEqual([])
  },
)

test('a pause of no time, or until a date that has passed, is no leave to ask at once', async () => {
  const past = new Date(Date.now() - 60_000).toUTCString()
  const refusal = (header: string): Reply => ({ status: 429, headers: { 'retry-after': header } })
  replies = Array.from({ length: 1000 }, (_, n) => refusal(n % 2 === 0 ? '0' : past))
  const peer = await peerWith()
  await failure(connect(peer.context, 1).get('/v1.0/x'))
  // Pauses that double from 0.15 s at least leave room for three in one second.
  expect(peer.asked.length).toBeLessThan(5)
})

test('throttling for longer than the caller waits says how long', async () => {
  replies = [{ status: 429, headers: { 'retry-after': '600' } }]
  const error = await failure(connect((await peerWith()).context, 1).get('/v1.0/x'))
  expect(error.hint).toBe('Run the same command again in 10 minutes.')
})

test('a batch whose answer has no answers is a failure in words', async () => {
  replies = [{ json: { id: '0' } }]
  const ask = async () => ({ value: [] })
  const graph = { ...connect((await peerWith()).context), ask } as unknown as Parameters<
    typeof readMany
  >[0]
  expect((await failure(readMany(graph, ['/a', '/b']))).message).toContain(
    'without a response to each',
  )
})

test.each([
  ['half an answer', { text: '{"value":[' }],
  ['a web page', { text: page }],
  ['an error inside', { json: inside }],
  ['the way to another address', { status: 302, headers: { location: '/sign-in' } }],
] satisfies readonly (readonly [string, Reply])[])(
  'rows whose import was answered by %s are looked for, not sent again',
  async (_name, reply) => {
    replies = [reply]
    const peer = await peerWith()
    const row = { importId: 'i1', status: 'waiting' } as Parameters<typeof upload>[1][number]
    const job = {
      graph: connect(peer.context),
      submissionFor: () => ({
        importId: 'i1',
        hardwareIdentifier: keptInMemory(''),
        serialNumber: '',
        productKey: '',
        groupTag: '',
        assignedUserPrincipalName: '',
      }),
      save: async () => undefined,
      sent: () => undefined,
    }
    await failure(upload(job, [row]))
    expect(row.status).toBe('sending')
  },
)
