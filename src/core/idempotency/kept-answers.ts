/**
 * Idempotency keys: a client names a request, and however often it sends it, it has one effect and one answer.
 *
 * The answer is kept in the transaction of the effect. A server that dies in between leaves neither, so the client
 * may always send again. A refused request leaves nothing either, and its key stays free.
 */
import type { TenantId } from '../ids.ts'

/** Hours that an answer is kept, and its key bound to its request. */
export const keptHours = 24

/** A key, with everything that it is a key of. */
export type RequestKey = {
  readonly tenantId: TenantId
  /** Names caller, route and key; of each caller its own. */
  readonly digest: Uint8Array
  /** Names path, options and body: the same key with another one is a mistake of the client. */
  readonly fingerprint: string
}

export type KeptAnswer = {
  readonly fingerprint: string
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

/** In the transaction of the request. */
export type KeptAnswers = {
  /**
   * Reserves the key until the transaction ends. `running`: another request holds it. `free`: it is this request's
   * to keep an answer under.
   */
  claim(key: RequestKey): Promise<'free' | 'running' | KeptAnswer>
  keep(key: RequestKey, answer: KeptAnswer): Promise<void>
}
