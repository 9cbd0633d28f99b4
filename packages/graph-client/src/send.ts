/**
 * One HTTP request, repeated through throttling and short outages for as long as the caller wants.
 *
 * A request is sent again only where that cannot do a thing twice. When a request that must not be repeated gets no
 * response, `NoResponseError` is thrown and the caller finds out what became of it.
 */
import type { Answer } from './answer.ts'
import { connectionFailure, networkCode } from './connection-failure.ts'
import type { RequestError } from './errors.ts'
import { graphFailure } from './graph-failure.ts'
import { retryAfter } from './retry-after.ts'

export type Outgoing = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Whether the request may safely be sent twice. */
  readonly repeatable: boolean
}

/** How long to go on. */
export type RetryPolicy = {
  /** When to give up, on the clock of `performance.now()`. */
  readonly until: number
  /** Whether the server has answered before: then one that is away is expected back. */
  readonly hasConnectedBefore: boolean
}

const answerWithinMs = 100_000
const maxOutageMs = 60_000
/** Codes of a server that went away; `TypeError` is all that browsers say. */
const goneCodes = ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'TypeError']
/** Somebody took the connection and ended it: proxies do that now and then, so even a first request is repeated. */
const brokenCodes = ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']
/** For what may go on failing as well as pass: a broken first connection, an internal error. */
const maxAttemptsInDoubt = 4

type Result = { readonly answer: Answer } | { readonly thrown: unknown }

/** The successful answer to `outgoing`; throws a `RequestError` of one kind or another. */
export async function send(outgoing: Outgoing, policy: RetryPolicy): Promise<Answer> {
  const backBy = Math.min(policy.until, performance.now() + maxOutageMs)
  for (let attempt = 0; ; attempt++) {
    const result = await tryOnce(outgoing)
    const answered = 'answer' in result
    if (answered && result.answer.ok) return result.answer
    const pause = answered
      ? pauseAfterAnswer(result.answer, outgoing, attempt)
      : pauseAfterSilence(result.thrown, { outgoing, attempt, policy })
    const until = answered ? policy.until : backBy
    if (pause === undefined || performance.now() + pause > until) throw failureOf(result, outgoing)
    await sleep(pause)
  }
}

function failureOf(result: Result, { url }: Outgoing): RequestError {
  return 'answer' in result ? graphFailure(result.answer) : connectionFailure(result.thrown, url)
}

async function tryOnce(outgoing: Outgoing): Promise<Result> {
  const { method, url, headers, body = null } = outgoing
  try {
    const signal = AbortSignal.timeout(answerWithinMs)
    const response = await fetch(url, { method, headers, body, signal, redirect: 'error' })
    const { status, ok, headers: received } = response
    return { answer: { status, ok, url, headers: received, text: await response.text() } }
  } catch (thrown) {
    return { thrown }
  }
}

/** Milliseconds to wait before asking again; undefined when that would be wrong or pointless. */
function pauseAfterAnswer(
  answer: Answer,
  { repeatable }: Outgoing,
  attempt: number,
): number | undefined {
  const refused = answer.status === 429 || answer.status === 503
  const unsure = answer.status === 502 || answer.status === 504
  const failed = answer.status === 500 && attempt + 1 < maxAttemptsInDoubt
  const wait = retryAfter(answer.headers.get('retry-after'))
  // The same request, whose answer got lost, is still being done.
  const running = answer.status === 409 && attempt > 0 && wait !== undefined
  if (!refused && !((unsure || failed || running) && repeatable)) return undefined
  // A time that has passed already is no reason to ask without a pause.
  return wait === undefined || wait === 0 ? backoff(attempt) : wait
}

type Silence = {
  readonly outgoing: Outgoing
  readonly attempt: number
  readonly policy: RetryPolicy
}

function pauseAfterSilence(
  thrown: unknown,
  { outgoing, attempt, policy }: Silence,
): number | undefined {
  const code = networkCode(thrown)
  // A refused connection carried nothing, so even a request that must not be repeated may go again.
  const safe = outgoing.repeatable || code === 'ECONNREFUSED'
  const broken = brokenCodes.includes(code) && attempt + 1 < maxAttemptsInDoubt
  const expectedBack = policy.hasConnectedBefore || broken
  if (!expectedBack || !safe || !goneCodes.includes(code)) return undefined
  return Math.min(backoff(attempt), 2000)
}

/** From 0.2 s, doubling, at most 30 s, with a random quarter so that many clients do not march in step. */
function backoff(attempt: number): number {
  return Math.min(200 * 2 ** attempt, 30_000) * (0.75 + Math.random() / 4)
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
