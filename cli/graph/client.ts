/**
 * The command line as an ordinary Graph client: signed requests, pages followed to their end.
 *
 * It speaks to a Taxiway server and to Microsoft's own Graph alike; nothing here knows which.
 */

import type { Context } from '../context-file.ts'
import { CliError } from '../exit.ts'
import { GraphError } from './failures.ts'
import type { Token } from './kept-tokens.ts'
import { type Answer, type Outgoing, send } from './send.ts'
import { newToken, tokenFor } from './token.ts'
import { trustAlso } from './trust.ts'

export type Graph = {
  readonly origin: string
  /** The answer to GET `path`, which starts with `/v1.0` or `/beta`. */
  get<Body>(path: string): Promise<Body>
  /** The entries of a collection, page by page, following `@odata.nextLink`. */
  pages<Entry>(path: string): AsyncGenerator<readonly Entry[]>
  /** The answer to a POST; never sent twice unless the first one surely went nowhere. */
  post<Body>(path: string, body: string): Promise<Body>
  /** A POST after which things are as `body` says, so that it may be sent again when no answer came. */
  act(path: string, body: object): Promise<void>
  /** Deletes; true when it was there. */
  remove(path: string): Promise<boolean>
}

type Page<Entry> = { readonly value: readonly Entry[]; readonly '@odata.nextLink'?: string }

/** A client for `context` that waits out throttling and outages for `patienceSeconds` in all. */
export function connect(context: Context, patienceSeconds = 120): Graph {
  if (context.ca !== undefined) trustAlso(context.ca)
  const until = performance.now() + patienceSeconds * 1000
  let hopeful = false
  let token: Token | undefined

  async function ask(outgoing: Omit<Outgoing, 'headers'>): Promise<Answer> {
    token ??= await tokenFor(context, { until, hopeful })
    const answer = await signed(outgoing, token).catch(async (error) => {
      if (!(error instanceof GraphError) || error.status !== 401) throw error
      // A kept token may have outlived the server's keys; a refused request did nothing, so ask again.
      token = await newToken(context, { until, hopeful })
      return signed(outgoing, token)
    })
    hopeful = true
    return answer
  }

  function signed(outgoing: Omit<Outgoing, 'headers'>, { accessToken }: Token): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
      ...(outgoing.body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    return send({ ...outgoing, headers }, { until, hopeful })
  }

  async function get<Body>(path: string): Promise<Body> {
    const url = new URL(path, context.graph).href
    return bodyOf(await ask({ method: 'GET', url, repeatable: true }))
  }

  return {
    origin: context.graph,
    get,
    pages: (path) => follow((url) => get(url), new URL(path, context.graph)),
    post: async (path, body) =>
      bodyOf(await ask({ method: 'POST', url: context.graph + path, body, repeatable: false })),
    act: async (path, body) => {
      const url = context.graph + path
      await ask({ method: 'POST', url, body: JSON.stringify(body), repeatable: true })
    },
    remove: async (path) => {
      try {
        await ask({ method: 'DELETE', url: context.graph + path, repeatable: true })
        return true
      } catch (error) {
        if (error instanceof GraphError && error.status === 404) return false
        throw error
      }
    },
  }
}

/** Follows next links on the same origin only: the token must not travel to a server that a page names. */
async function* follow<Entry>(
  get: (url: string) => Promise<Page<Entry>>,
  first: URL,
): AsyncGenerator<readonly Entry[]> {
  const seen = new Set<string>()
  let url: string | undefined = first.href
  while (url !== undefined) {
    if (seen.has(url))
      throw new CliError(`${first.origin} sends the same page again and again: ${url}`)
    if (new URL(url).origin !== first.origin) {
      throw new CliError(`${first.origin} points to another server for the next page: ${url}`, {
        cure: 'If the server has this name too, set its TAXIWAY_PUBLIC_URL and sign in to that address.',
      })
    }
    seen.add(url)
    const page: Page<Entry> = await get(url)
    yield page.value
    url = page['@odata.nextLink']
  }
}

function bodyOf<Body>({ text, url, status }: Answer): Body {
  try {
    return JSON.parse(status === 204 ? 'null' : text)
  } catch (cause) {
    throw new CliError(`${new URL(url).origin} answered with something that is not JSON.`, {
      cure: 'Check that the address is one of Microsoft Graph or of a Taxiway server: taxiway context list',
      cause,
    })
  }
}
