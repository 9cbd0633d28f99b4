/**
 * Business time, used for imports, sync, list delays and tokens. It is real time everywhere except in an emulator,
 * whose clock tests move. Leases, locks and request timeouts never use it.
 */
export type Clock = {
  /** Its SQL counterpart is `business_now()`. */
  readonly now: () => Date
}

export const realClock: Clock = { now: () => new Date() }
