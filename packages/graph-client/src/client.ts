/**
 * Signed requests to Graph, with pages followed to their end.
 *
 * It works with a Taxiway server and with Microsoft's Graph alike, without distinguishing them.
 */
import type { GraphPage } from 'taxiway-autopilot'
import type { Answer } from './answer.ts'
import { GraphError, UnexpectedAnswerError } from './errors.ts'
import { type Outgoing, type RetryPolicy, send } from './send.ts'

export type Graph = {
  readonly origin: string
  /** The answer to GET `path`, which starts with `/v1.0` or `/beta`. */
  get<Body>(path: string): Promise<Body>
  /** The text that GET `path` answers, as it stands. */
  text(path: string): Promise<string>
  /** The entries of a collection, page by page, following `@odata.nextLink`. */
  pages<Entry>(path: string): AsyncGenerator<readonly Entry[]>
  /**
   * The answer to a POST. It has an idempotency key, and is sent again only to a server that has said that it keeps
   * keys, or where the first one surely went nowhere.
   */
  post<Body>(path: string, body: string | Uint8Array): Promise<Body>
  /** The answer to a POST that only reads, as `$batch` of GETs does; it may be sent again. */
  ask<Body>(path: string, body: object): Promise<Body>
  /** The answer to a PATCH, after which things are as `body` says, so that it may be sent again. */
  patch<Body>(path: string, body: string): Promise<Body>
  /** A POST after which things are as `body` says, so that it may be sent again when no answer came. */
  act(path: string, body: object): Promise<Acted>
  /** Deletes; true when it was there. */
  remove(path: string): Promise<boolean>
}

/** What a server says beside that it was done: the text of a `Warning` header. */
export type Acted = { readonly warning?: string }

export type GraphClientOptions = {
  /** Such as `https://localhost:8443`. */
  readonly origin: string
  /** An access token; with `renew`, one from the authority, since the server has refused the last one. */
  readonly token: (policy: RetryPolicy, renew: boolean) => Promise<string>
  /** How long throttling and outages are waited out in all. */
  readonly maxWaitSeconds: number
}

type Asked = Omit<Outgoing, 'headers'> & {
  /** The same for every time that the request is sent. */
  readonly key?: string
}

function keyed() {
  return { method: 'POST', key: crypto.randomUUID() } as const
}

/**
 * A client of one server. Its methods throw a `RequestError`: `GraphError` for what the server refuses, and
 * `ConnectionError` or `NoResponseError` once `maxWaitSeconds` are used up.
 */
export function graphClient({ origin, token, maxWaitSeconds }: GraphClientOptions): Graph {
  const until = performance.now() + maxWaitSeconds * 1000
  let hasConnectedBefore = false
  let keepsKeys = false
  let known: string | undefined

  async function ask(outgoing: Asked): Promise<Answer> {
    known ??= await token({ until, hasConnectedBefore }, false)
    const answer = await signed(outgoing, known).catch(async (error) => {
      if (!(error instanceof GraphError) || error.status !== 401) throw error
      // A token may have outlived the server's keys; a refused request did nothing, so ask again.
      known = await token({ until, hasConnectedBefore }, true)
      return signed(outgoing, known)
    })
    hasConnectedBefore = true
    keepsKeys = answer.headers.has('idempotency-key-lifetime')
    return answer
  }

  function signed({ key, ...outgoing }: Asked, accessToken: string): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(outgoing.body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    return send({ ...outgoing, headers }, { until, hasConnectedBefore })
  }

  async function get<Body>(path: string): Promise<Body> {
    const url = new URL(path, origin).href
    return bodyOf(await ask({ method: 'GET', url, repeatable: true }))
  }

  return {
    origin,
    get,
    text: async (path) =>
      (await ask({ method: 'GET', url: new URL(path, origin).href, repeatable: true })).text,
    pages: (path) => follow((url) => get(url), new URL(path, origin)),
    post: async (path, body) =>
      bodyOf(await ask({ ...keyed(), url: origin + path, body, repeatable: keepsKeys })),
    ask: async (path, body) =>
      bodyOf(
        await ask({
          method: 'POST',
          url: origin + path,
          body: JSON.stringify(body),
          repeatable: true,
        }),
      ),
    patch: async (path, body) =>
      bodyOf(await ask({ method: 'PATCH', url: origin + path, body, repeatable: true })),
    act: async (path, body) => {
      const url = origin + path
      const { headers } = await ask({
        ...keyed(),
        url,
        body: JSON.stringify(body),
        repeatable: true,
      })
      const [, warning] = /^299 \S+ "(.*)"$/.exec(headers.get('warning') ?? '') ?? []
      return warning === undefined ? {} : { warning }
    },
    remove: async (path) => {
      try {
        await ask({ method: 'DELETE', url: origin + path, repeatable: true })
        return true
      } catch (error) {
        if (error instanceof GraphError && isGone(error)) return false
        throw error
      }
    },
  }
}

/** Intune says of an identity with 400 that it is gone, such as one whose deletion was not heard of. [observed: microsoft-graph-docs#7128] */
function isGone({ status, message }: GraphError): boolean {
  return status === 404 || (status === 400 && message.includes('Cannot find device with ztd Id'))
}

/** Follows next links on the same origin only: the token must not travel to a server that a page names. */
async function* follow<Entry>(
  get: (url: string) => Promise<GraphPage<Entry>>,
  first: URL,
): AsyncGenerator<readonly Entry[]> {
  const seen = new Set<string>()
  let url: string | undefined = first.href
  while (url !== undefined) {
    if (seen.has(url)) {
      const message = `${first.origin} sends the same page again and again: ${url}`
      throw new UnexpectedAnswerError(message, { url, kind: 'page-repeated' })
    }
    if (new URL(url).origin !== first.origin) {
      const message = `${first.origin} points to another server for the next page: ${url}`
      throw new UnexpectedAnswerError(message, { url, kind: 'page-elsewhere' })
    }
    seen.add(url)
    const page: GraphPage<Entry> | null = await get(url)
    if (!Array.isArray(page?.value) || page.value.includes(null))
      throw notGraphs(url, 'a list without entries')
    yield page.value
    // Absent or null on the last page.
    const next: string | undefined = page['@odata.nextLink'] || undefined
    url = next === undefined ? undefined : new URL(next, first).href
  }
}

function bodyOf<Body>({ text, url, status }: Answer): Body {
  if (status === 204) return JSON.parse('null')
  const body = jsonIn(text, url)
  if (body === null) throw notGraphs(url, 'nothing')
  const inside = errorInside(body)
  if (inside === undefined) return body as Body
  const message = `${new URL(url).origin} answered ${status}, but with an error inside: ${inside}`
  throw new UnexpectedAnswerError(message, { url, kind: 'error-inside' })
}

function jsonIn(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw notGraphs(url, /^\s*</.test(text) ? 'a web page' : 'something that is not JSON', cause)
  }
}

/** Some gateways answer a failure with status 200: then there is nothing in the body beside the error. */
function errorInside(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined
  const { error, ...more } = body as { readonly error?: { code?: unknown; message?: unknown } }
  if (Object.keys(more).some((name) => !name.startsWith('@odata.'))) return undefined
  if (typeof error?.code !== 'string') return undefined
  return [error.code, error.message].filter((word) => typeof word === 'string').join(': ')
}

function notGraphs(url: string, what: string, cause?: unknown): UnexpectedAnswerError {
  const message = `${new URL(url).origin} answered with ${what}.`
  return new UnexpectedAnswerError(message, { url, kind: 'not-json', cause })
}
