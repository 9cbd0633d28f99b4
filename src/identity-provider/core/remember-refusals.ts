/**
 * Refused attempts cost the database nothing: a refusal is remembered until its window ends, so a client that keeps
 * asking writes no rows. Another server may still ask once more.
 */
import { createHash } from 'node:crypto'
import type { TenantId } from '../../core/ids.ts'
import type { Attempts } from './attempts.ts'

const maxRefusals = 10_000

/** All attempts that it wraps share what it remembers, such as those of one transaction after another. */
export type RememberRefusals = (attempts: Attempts) => Attempts

/** `elapsed` counts milliseconds monotonically. */
export function rememberingRefusals(
  elapsed: () => number = () => performance.now(),
): RememberRefusals {
  const until = new Map<string, number>()
  // Whatever a client calls itself, it takes the same space.
  const keyOf = (...parts: readonly [TenantId, string, string]) =>
    createHash('sha256').update(JSON.stringify(parts)).digest('base64')

  function secondsLeft(key: string): number | undefined {
    const left = (until.get(key) ?? 0) - elapsed()
    return left > 0 ? Math.max(1, Math.ceil(left / 1000)) : undefined
  }

  return (attempts) => ({
    refusedFor: (tenantId, { kind }, subject) => secondsLeft(keyOf(tenantId, kind, subject)),
    async take(tenantId, rule, subject) {
      const key = keyOf(tenantId, rule.kind, subject)
      const retryAfter = secondsLeft(key)
      if (retryAfter !== undefined) return { allowed: false, retryAfter }
      until.delete(key)
      const verdict = await attempts.take(tenantId, rule, subject)
      if (!verdict.allowed) until.set(key, elapsed() + verdict.retryAfter * 1000)
      const oldest = until.keys().next()
      if (until.size > maxRefusals && !oldest.done) until.delete(oldest.value)
      return verdict
    },
    async succeeded(tenantId, kind, subject) {
      until.delete(keyOf(tenantId, kind, subject))
      await attempts.succeeded(tenantId, kind, subject)
    },
    async allSucceeded(tenantId, counts) {
      for (const { kind, subject } of counts) until.delete(keyOf(tenantId, kind, subject))
      await attempts.allSucceeded(tenantId, counts)
    },
  })
}
