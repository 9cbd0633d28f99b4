/**
 * `/$batch`: the same app, called several times, so that a request in a batch is treated like any other. Requests
 * run in parallel unless they depend on each other. [documented: JSON batching]
 */
import type { Context } from 'hono'
import { z } from 'zod'
import { DomainError, invalid } from '../../core/errors.ts'
import { keyHeader, partKey, sentKey } from '../http/answer-once.ts'
import { passConnection } from '../http/connection.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { canonicalPath } from './addresses/path.ts'
import { bodyReader } from './bodies/body.ts'

/** [documented] */
const maxRequests = 20

/** Scripts number their requests. */
const partId = z.union([z.string(), z.number()]).transform(String)

const part = z.object({
  id: partId,
  method: z.string().regex(/^[A-Za-z]+$/),
  url: z.string(),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.unknown().optional(),
  dependsOn: z.array(partId).nullish(),
})

const batchRequest = z.object({ requests: z.array(part) })

type Part = z.output<typeof part>
type Answer = { id: string; status: number; headers: Record<string, string>; body?: unknown }
type Ask = (request: Request) => Response | Promise<Response>

export function batch(ask: Ask, version: string) {
  return async (c: Context<RequestEnv>): Promise<Response> => {
    const { requests } = await bodyReader('lenient')(c.req.raw, batchRequest)
    checkBatch(requests)
    // All are built before the first runs: a refused batch has done nothing.
    const made = inOrder(requests).map((each) => ({ each, request: requestOf(c, version, each) }))
    const started = new Map<string, Promise<Answer>>()
    for (const { each, request } of made) {
      const before = (each.dependsOn ?? []).map((id) => started.get(id))
      started.set(
        each.id,
        run(each, before, () => ask(request)),
      )
    }
    const responses = await Promise.all(requests.map(({ id }) => started.get(id)))
    return c.json({ responses })
  }
}

/** One whose precondition failed is not tried. */
async function run(
  { id }: Part,
  before: readonly (Promise<Answer> | undefined)[],
  ask: () => Response | Promise<Response>,
): Promise<Answer> {
  const earlier = await Promise.all(before)
  if (earlier.some((answer) => answer === undefined || answer.status >= 400)) {
    const error = {
      code: 'FailedDependency',
      message: 'A request that this one depends on has failed.',
    }
    return { id, status: 424, headers: { 'Content-Type': 'application/json' }, body: { error } }
  }
  return await answerOf(id, await ask())
}

async function answerOf(id: string, response: Response): Promise<Answer> {
  const headers = Object.fromEntries(
    ['content-type', 'retry-after', 'location', 'etag'].flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name.replace(/\b[a-z]/g, (c) => c.toUpperCase()), value]]
    }),
  )
  const text = await response.text()
  if (text === '') return { id, status: response.status, headers }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const body: unknown = isJson ? JSON.parse(text) : Buffer.from(text).toString('base64')
  return { id, status: response.status, headers, body }
}

/** The caller's own token and host apply to each part; all other headers come from the part itself. */
function requestOf(c: Context<RequestEnv>, version: string, part: Part): Request {
  const { method, body } = part
  const sent = headersOf(part)
  for (const name of ['authorization', 'host', 'x-forwarded-host', 'client-request-id']) {
    const value = c.req.header(name)
    sent.delete(name)
    if (value !== undefined) sent.set(name, value)
  }
  sent.delete('content-length')
  // The whole batch's key is one key of each part, so that a batch sent again does nothing a second time.
  const key = sentKey(c.req.header(keyHeader))
  if (key !== undefined && !sent.has(keyHeader)) sent.set(keyHeader, partKey(key, part.id))
  const hasBody = body !== undefined && body !== null && !/^(get|head)$/i.test(method)
  const request = new Request(targetOf(part, version, c.req.url), {
    method: method.toUpperCase(),
    headers: sent,
    ...(hasBody && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  passConnection(c.req.raw, request)
  return request
}

function headersOf({ id, headers }: Part): Headers {
  try {
    return new Headers(headers ?? {})
  } catch (cause) {
    const message = `Request '${id}' has a header that HTTP does not know: ${(cause as Error).message}`
    throw new DomainError('request-invalid', message, { cause })
  }
}

/** Within the batch's own version, and not another batch, however the path is spelled. */
function targetOf({ id, url }: Part, version: string, base: string): URL {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url))
    throw invalid(`The url of request '${id}' is not relative`)
  const target = new URL(`/${version}/${url.replace(/^\/+/, '')}`, base)
  const path = canonicalPath(target.pathname)
  if (!`${path}/`.startsWith(`/${version}/`))
    throw invalid(`The url of request '${id}' leads out of ${version}`)
  if (path === `/${version}/$batch`) throw invalid(`Request '${id}' is a batch itself`)
  return target
}

function checkBatch(requests: readonly Part[]): void {
  if (requests.length > maxRequests)
    throw invalid(`A batch holds at most ${maxRequests} requests; this one has ${requests.length}`)
  const ids = new Set(requests.map(({ id }) => id))
  if (ids.size < requests.length) throw invalid('Two requests of the batch have the same id')
  for (const { id, dependsOn, method } of requests) {
    const missing = dependsOn?.find((other) => !ids.has(other))
    if (missing !== undefined)
      throw invalid(`Request '${id}' depends on '${missing}', which is not in the batch`)
    if (!/^(get|post|patch|put|delete)$/i.test(method))
      throw invalid(`Request '${id}' has the method '${method}'`)
  }
}

/** Each after everything it depends on. */
function inOrder(requests: readonly Part[]): readonly Part[] {
  const ordered: Part[] = []
  const done = new Set<string>()
  let open = [...requests]
  while (open.length > 0) {
    const ready = open.filter(({ dependsOn }) => (dependsOn ?? []).every((id) => done.has(id)))
    if (ready.length === 0) throw invalid('Requests of the batch depend on each other in a ring')
    for (const each of ready) {
      ordered.push(each)
      done.add(each.id)
    }
    open = open.filter((each) => !done.has(each.id))
  }
  return ordered
}
