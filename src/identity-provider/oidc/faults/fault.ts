/**
 * What the authority refuses, in Entra's words: one entry per AADSTS number, since clients and people
 * match on the number.
 *
 * Sources: [captured] test/surfaces/authority/fixtures; [documented] Microsoft's list of error codes;
 * [observed] public reports of the real answer; [inferred] ours, where nothing better is known.
 */

export type Fault = {
  readonly status: 400 | 401 | 404 | 413 | 429 | 500 | 503
  /** The OAuth error code. */
  readonly error: string
  readonly aadsts: number
  readonly text: string
  /** The real answer names a page about the number. */
  readonly hasPage?: true
  /** More exactly what happened, for programs. */
  readonly suberror?: string
  /** Seconds. */
  readonly retryAfter?: number
}

/** A request that is refused with `fault`. */
export class Refused extends Error {
  readonly fault: Fault

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.text, options)
    this.name = 'Refused'
    this.fault = fault
  }
}
