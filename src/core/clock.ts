/**
 * Business time: what imports, sync, list delays and tokens go by. It is the real time everywhere but in
 * an emulator, whose clock tests move. Leases, locks and time limits of requests never ask it.
 */
export type Clock = {
  /** In SQL the same is `business_now()`. */
  readonly now: () => Date
}

export const realClock: Clock = { now: () => new Date() }
