/**
 * Request budgets, shared by all servers on a database. A server reserves a share at a time and spends it locally,
 * so that counting costs a fraction of a statement per request. Unspent shares lapse with the window, so a budget
 * may end a little early but never late.
 */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'

export type Budget = {
  readonly name: string
  /** Requests in one window. */
  readonly limit: number
  readonly seconds: number
}

export type Budgets = {
  /**
   * Adds to the usage of the budget in the window and returns the total. Where another server's clock has begun the next
   * window already, it is that one's: servers that disagree about the moment do not give the budget out again.
   */
  take(of: {
    readonly tenantId: TenantId
    readonly budget: string
    readonly window: Date
    /** How long the window is. */
    readonly seconds: number
    readonly amount: number
  }): Promise<number>
}

/** Spends one request of each budget, or throws the refusal that says when the next will be accepted. */
export type Spend = (tenantId: TenantId, budgets: readonly Budget[]) => Promise<void>

type Share = {
  readonly window: number
  readonly until: number
  left: number
  /** The whole budget is used up, so the database is not asked again before the window ends. */
  readonly isSpent?: true
}

/** Shares held at once; beyond that, those of past windows are dropped. There may be one for each device. */
const maxHeld = 10_000

/** How often a server asks the database for one budget in one window, at most. */
const shares = 20

export function spending(budgets: Budgets, now: () => Date): Spend {
  const held = new Map<string, Share>()

  /** What is held of the window that runs. */
  function shareOf(key: string, window: number): Share | undefined {
    const share = held.get(key)
    return share?.window === window ? share : undefined
  }

  async function spend(tenantId: TenantId, budget: Budget): Promise<void> {
    const length = budget.seconds * 1000
    const window = Math.floor(now().getTime() / length) * length
    const until = window + length
    const key = `${tenantId} ${budget.name}`
    const share = shareOf(key, window)
    if (share !== undefined && share.left > 0) {
      share.left--
      return
    }
    if (share?.isSpent) throw refusal(until - now().getTime())
    const amount = Math.max(1, Math.floor(budget.limit / shares))
    const { name, seconds } = budget
    const of = { tenantId, budget: name, window: new Date(window), seconds, amount }
    const granted = Math.min(amount, budget.limit - (await budgets.take(of)) + amount)
    if (held.size >= maxHeld) dropPast(held, now().getTime())
    const left = shareOf(key, window)?.left ?? 0
    if (granted <= 0) {
      held.set(key, { window, until, left, isSpent: true })
      throw refusal(until - now().getTime())
    }
    held.set(key, { window, until, left: left + granted - 1 })
  }

  return async (tenantId, wanted) => {
    for (const budget of wanted) await spend(tenantId, budget)
  }
}

function dropPast(held: Map<string, Share>, time: number): void {
  for (const [key, { until }] of held) if (until <= time) held.delete(key)
}

function refusal(milliseconds: number): DomainError {
  const retryAfter = Math.max(1, Math.ceil(milliseconds / 1000))
  return new DomainError('throttled', `Too many requests. Try again in ${retryAfter} seconds.`, {
    retryAfter,
  })
}
