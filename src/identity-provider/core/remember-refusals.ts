/**
 * Refused attempts cost the database nothing: a refusal is remembered until its window ends, so a client that keeps
 * asking writes no rows. Another server may still ask once more.
 */
import { createHash } from 'node:crypto'
import type { TenantId } from '../../core/ids.ts'
import type { Attempts } from './attempts.ts'

const maxRefusals = 10_000

/** `elapsed` counts milliseconds monotonically. */
export function rememberRefusals(
  attempts: Attempts,
  elapsed: () => number = () => performance.now(),
): Attempts {
  const until = new Map<string, number>()
  // Whatever a client calls itself, it takes the same space.
  const keyOf = (...parts: readonly [TenantId, string, string]) =>
    createHash('sha256').update(JSON.stringify(parts)).digest('base64')

  function secondsLeft(key: string): number | undefined {
    const left = (until.get(key) ?? 0) - elapsed()
    return left > 0 ? Math.max(1, Math.ceil(left / 1000)) : undefined
  }

  return {
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
  }
}
