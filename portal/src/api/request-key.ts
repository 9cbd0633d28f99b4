/**
 * Idempotency keys of POSTs: one for each, however often it is sent. If no answer came, the same request made again
 * by the person has the same key, so that it is not done twice.
 */
import type { Asked } from './asked.ts'

const name = 'idempotency-key'

/** Keys of requests without an answer. */
const unanswered = new Map<string, string>()

export function withKey(path: string, asked: Asked): Asked {
  if (asked.method !== 'POST' || asked.headers?.[name] !== undefined) return asked
  const key = unanswered.get(identityOf(path, asked)) ?? crypto.randomUUID()
  return { ...asked, headers: { ...asked.headers, [name]: key } }
}

export function keepKey(path: string, asked: Asked): void {
  const key = asked.headers?.[name]
  if (key !== undefined) unanswered.set(identityOf(path, asked), key)
}

export function forgetKey(path: string, asked: Asked): void {
  if (unanswered.size > 0) unanswered.delete(identityOf(path, asked))
}

/** For a sender who keeps the key of what is written already. */
function identityOf(path: string, { body, headers }: Asked): string {
  return `${path} ${body instanceof Blob ? headers?.[name] : JSON.stringify(body)}`
}
