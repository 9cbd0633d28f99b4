/**
 * How often devices may ask. Kept in this process only: a device's first request touches no table, because a limit
 * that did would itself be a way to exhaust the database.
 */
import { DomainError } from '../errors.ts'

type Bucket = { tokens: number; at: number; readonly since: number }

export type BucketRule = {
  readonly capacity: number
  /** Tokens added per second. */
  readonly perSecond: number
}

/** Beyond this many buckets, those unused for the longest time are dropped. */
const maxBuckets = 50_000

export class Buckets {
  readonly #rule: BucketRule
  readonly #now: () => Date
  readonly #buckets = new Map<string, Bucket>()

  constructor(rule: BucketRule, now: () => Date) {
    this.#rule = rule
    this.#now = now
  }

  /** Takes one token, or throws the refusal that says when the next is available. */
  take(key: string): void {
    const bucket = this.#filled(key)
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      return
    }
    const retryAfter = Math.max(1, Math.ceil((1 - bucket.tokens) / this.#rule.perSecond))
    throw new DomainError('throttled', `Too many requests. Try again in ${retryAfter} seconds.`, {
      retryAfter,
    })
  }

  /** Puts back a token whose request turned out to be legitimate. */
  giveBack(key: string): void {
    const bucket = this.#filled(key)
    bucket.tokens = Math.min(this.#rule.capacity, bucket.tokens + 1)
  }

  /** Whether any token is left, without taking it. */
  isOpen(key: string): boolean {
    return this.#filled(key).tokens >= 1
  }

  /** Seconds since the key was first seen. */
  age(key: string): number {
    return (this.#now().getTime() - this.#filled(key).since) / 1000
  }

  #filled(key: string): Bucket {
    const now = this.#now().getTime()
    const known = this.#buckets.get(key)
    const bucket = known ?? { tokens: this.#rule.capacity, at: now, since: now }
    const gained = (Math.max(0, now - bucket.at) / 1000) * this.#rule.perSecond
    bucket.tokens = Math.min(this.#rule.capacity, bucket.tokens + gained)
    bucket.at = now
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > maxBuckets) {
      const [oldest] = this.#buckets.keys()
      if (oldest !== undefined) this.#buckets.delete(oldest)
    }
    return bucket
  }
}

/** A few at once, a few more that wait for them, and a refusal for all others. */
export class Turnstile {
  readonly #atOnce: number
  readonly #maxWaiting: number
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(atOnce: number, maxWaiting: number) {
    this.#atOnce = atOnce
    this.#maxWaiting = maxWaiting
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#atOnce) {
      this.#running += 1
      return
    }
    if (this.#waiting.length >= this.#maxWaiting)
      throw new DomainError('unavailable', 'The server is busy with other devices.', {
        retryAfter: 2,
      })
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
