/**
 * How much of our own code an import request goes through: how deep it stands when its first statement goes to
 * PostgreSQL, and how many files run for it. More of either is a layer more that a reader has to follow.
 *
 * Counted are the frames of V8's stack trace at the driver's `query`, without a limit and with its async frames
 * (`at async …`), whose file is one of `src/` or `packages/`. An earlier request has had the same token verified and
 * its permissions looked up, as in the life of a client, so that the statement is the import's own: the `begin` of
 * its transaction. The deepest statement within that is bounded too. A file counts where V8's coverage has seen a
 * function of it called.
 */
import { Session } from 'node:inspector/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, openRegistry } from '../support/registry.ts'

const maxFrames = 12
/** At the statement that stands deepest, within the transaction. */
const maxFramesWithin = 20
/**
 * Three of them see to it that no tag or name is a formula, in each spelling; three bind what associations, enrolled
 * devices and repairs need to the transaction, with the other ports of Graph; one binds tokens to certificates;
 * one keeps hashes for the moments until they are decided. Five stand where the driver's own code stood, which is not
 * counted; two are an answer and its headers, one finds surfaces by their first segment, one reads devices together.
 * Bodies, examined rows and rows of applications are read by files that were parts of longer ones, and one has who belongs to groups.
 * Eight examine its rows beside that, if the database takes long enough to store them.
 */
const maxFiles = 117
const path = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const row = {
  '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
  serialNumber: 'D-1',
  hardwareIdentifier: Buffer.from('not a hash, and still a row').toString('base64'),
}

const stacks: (readonly string[])[] = []
let isRecording = false
let registry: Awaited<ReturnType<typeof openRegistry>>

beforeAll(async () => {
  // Before a connection is opened: the pool keeps each connection's own `query`.
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function recorded(this: pg.Client, ...statement: never[]) {
    if (isRecording) stacks.push(ownFrames())
    return (query as (...args: never[]) => never).apply(this, statement)
  } as typeof query
  registry = await openRegistry()
  return () => {
    pg.Client.prototype.query = query
  }
})
afterAll(() => registry.close())

function ownFrames(): readonly string[] {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = Number.POSITIVE_INFINITY
  const { stack = '' } = new Error('here')
  Error.stackTraceLimit = limit
  return stack
    .split('\n')
    .filter((frame) => /\/(src|packages)\/.*\.ts:/.test(frame) && !frame.includes('node_modules'))
    .map((frame) => frame.trim())
}

test(`an import is at most ${maxFrames} frames deep at its first statement, in at most ${maxFiles} files`, async () => {
  const client = await registry.newTenant()
  expect((await client.ask('GET', path)).status).toBe(200)
  let visited = await importOnce(client)
  // A request that comes when the signing keys are due for another look waits for that; the next one does not.
  if (stacks[0]?.at(-1)?.includes('/signing-keys.ts')) visited = await importOnce(client)
  const [first = []] = stacks
  expect(first.at(-1)).toContain('/src/compose/serving/serve-surfaces.ts')
  expect(first.length, first.join('\n')).toBeLessThanOrEqual(maxFrames)
  const deepest = stacks.toSorted((a, b) => b.length - a.length)[0] ?? []
  expect(deepest.length, deepest.join('\n')).toBeLessThanOrEqual(maxFramesWithin)
  expect(visited.length, visited.join('\n')).toBeLessThanOrEqual(maxFiles)
  expect(visited.some((url) => url.endsWith('/src/core/imports/accept-import.ts'))).toBe(true)
})

/** Records its stacks; answers the files that it visited. */
async function importOnce(client: Client): Promise<readonly string[]> {
  stacks.length = 0
  return filesVisitedBy(async () => {
    isRecording = true
    const answer = await client.ask('POST', path, row)
    isRecording = false
    expect(answer.status).toBe(201)
  })
}

async function filesVisitedBy(work: () => Promise<void>): Promise<readonly string[]> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await work()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  return result
    .filter(({ functions }) => functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
    .map(({ url }) => url)
    .filter((url) => /\/(src|packages)\/.*\.ts$/.test(url) && !url.includes('node_modules'))
}
