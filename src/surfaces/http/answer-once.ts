/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) on every POST that changes something: the request is
 * done once, and sent again it has the same answer. A key belongs to its caller and its route.
 */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { type Caller, ownerOfKeys } from '../../core/access/caller.ts'
import type { AuditedResult } from '../../core/audit/audit.ts'
import { DomainError } from '../../core/errors.ts'
import type { KeptAnswer, KeptAnswers, RequestKey } from '../../core/idempotency/kept-answers.ts'
import type { RequestEnv } from './request-context.ts'
import { Undone } from './undone.ts'

export const keyHeader = 'idempotency-key'

/** The key that the client sent; undefined if it sent none. Throws `request-invalid` for what can be no key. */
export function sentKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  // A structured field's string (RFC 8941) and the same without its quotation marks are one key.
  const [, quoted] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header) ?? []
  const key = quoted?.replace(/\\(.)/g, '$1') ?? header
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new DomainError(
    'request-invalid',
    'Idempotency-Key: one key of 1 to 255 visible ASCII characters is expected.',
  )
}

/** The key of a part of a request that has one. */
export function partKey(key: string, part: string): string {
  return createHash('sha256')
    .update(JSON.stringify([key, part]))
    .digest('base64url')
}

/** Undefined: the request has no key. To be called before anything reads the body. */
export async function requestKeyOf(c: Context<RequestEnv>): Promise<RequestKey | undefined> {
  const key = sentKey(c.req.header(keyHeader))
  if (key === undefined) return undefined
  const caller: Caller = c.get('caller')
  const { search } = new URL(c.req.url)
  const body = createHash('sha256').update(new Uint8Array(await c.req.raw.clone().arrayBuffer()))
  return {
    tenantId: caller.tenantId,
    digest: createHash('sha256')
      .update(JSON.stringify([ownerOfKeys(caller), routePath(c), key]))
      .digest(),
    fingerprint: JSON.stringify([c.req.path, search, body.digest('hex')]),
  }
}

/** Nothing is done where the request was done before. */
export async function doneOnce(
  answers: KeptAnswers,
  key: RequestKey,
  work: () => Promise<AuditedResult<Response>>,
): Promise<AuditedResult<Response>> {
  const before = await answerBefore(answers, key)
  if (before !== undefined) throw new Undone(before)
  const { result, resource } = await work()
  return { result: await keptAnswer(answers, key, result), resource }
}

/** Throws `conflict` while the same request is being done, and `key-reused` for another one. */
async function answerBefore(answers: KeptAnswers, key: RequestKey): Promise<Response | undefined> {
  const claimed = await answers.claim(key)
  if (claimed === 'free') return undefined
  if (claimed === 'running')
    throw new DomainError(
      'conflict',
      'A request with this Idempotency-Key is being done just now. Send it again in a moment.',
      { retryAfter: 1 },
    )
  if (claimed.fingerprint !== key.fingerprint)
    throw new DomainError(
      'key-reused',
      'This Idempotency-Key was sent with another request. Use a new key for each request.',
    )
  return responseFrom(claimed)
}

/** Keeps the answer, and gives it back to be sent. */
async function keptAnswer(
  answers: KeptAnswers,
  key: RequestKey,
  answer: Response,
): Promise<Response> {
  const kept = {
    fingerprint: key.fingerprint,
    status: answer.status,
    headers: [...answer.headers],
    body: new Uint8Array(await answer.arrayBuffer()),
  }
  await answers.keep(key, kept)
  return responseFrom(kept)
}

function responseFrom({ status, headers, body }: KeptAnswer): Response {
  const hasBody = status !== 204 && status !== 304
  return new Response(hasBody ? new Uint8Array(body) : null, {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
  })
}
