/**
 * One HTTP request with patience: throttling and short outages are waited out, as long as asked for.
 *
 * A request is sent again only where that cannot do a thing twice. When a request that must not be
 * repeated gets no answer, `NoAnswer` is thrown and the caller finds out what became of it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { graphFailure, networkCode, networkFailure } from './failures.ts'
import { retryAfter } from './retry-after.ts'

export type Outgoing = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Whether the request may safely be sent twice. */
  readonly repeatable: boolean
}

/** How long to go on. */
export type Patience = {
  /** When to give up, on the clock of `performance.now()`. */
  readonly until: number
  /** Whether a server that is away is expected back: true once it has answered in this run. */
  readonly hopeful: boolean
}

const answerWithinMs = 100_000
const longestOutageMs = 60_000
const goneCodes = ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']

/** An answer with its whole body. */
export type Answer = {
  readonly status: number
  readonly ok: boolean
  readonly url: string
  readonly headers: Headers
  readonly text: string
}

type Result = { readonly answer: Answer } | { readonly thrown: unknown }

/** The successful answer to `outgoing`; throws `GraphError`, `NoAnswer` or another `CliError`. */
export async function send(outgoing: Outgoing, patience: Patience): Promise<Answer> {
  const backBy = Math.min(patience.until, performance.now() + longestOutageMs)
  for (let attempt = 0; ; attempt++) {
    const result = await tryOnce(outgoing)
    const answered = 'answer' in result
    if (answered && result.answer.ok) return result.answer
    const pause = answered
      ? pauseAfterAnswer(result.answer, outgoing, attempt)
      : pauseAfterSilence(result.thrown, { outgoing, attempt, hopeful: patience.hopeful })
    const until = answered ? patience.until : backBy
    if (pause === undefined || performance.now() + pause > until) throw failureOf(result, outgoing)
    await sleep(pause)
  }
}

function failureOf(result: Result, { url }: Outgoing): Error {
  return 'answer' in result ? graphFailure(result.answer) : networkFailure(result.thrown, url)
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
  if (!refused && !(unsure && repeatable)) return undefined
  return retryAfter(answer.headers.get('retry-after')) ?? backoff(attempt)
}

type Silence = { readonly outgoing: Outgoing; readonly attempt: number; readonly hopeful: boolean }

function pauseAfterSilence(
  thrown: unknown,
  { outgoing, attempt, hopeful }: Silence,
): number | undefined {
  const code = networkCode(thrown)
  // A refused connection carried nothing, so even a request that must not be repeated may go again.
  const safe = outgoing.repeatable || code === 'ECONNREFUSED'
  if (!hopeful || !safe || !goneCodes.includes(code)) return undefined
  return Math.min(backoff(attempt), 2000)
}

/** From 0.2 s, doubling, at most 30 s, with a random quarter so that many clients do not march in step. */
function backoff(attempt: number): number {
  return Math.min(200 * 2 ** attempt, 30_000) * (0.75 + Math.random() / 4)
}
