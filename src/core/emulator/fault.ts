/**
 * Faults that a test orders: what they match and what then happens instead.
 *
 * One kind answers requests; the other, with a device error, decides rows of imports. They are kept in the
 * database, so that whichever server meets the request or the row plays the fault, and as often as ordered.
 */
import { literal } from './literal.ts'

type FaultMatch = {
  /** In capitals; absent = every method. */
  readonly method?: string
  /** The path without query; `*` stands for any text. Absent = every path of Graph. */
  readonly path?: string
  /** Requests that name the serial number in address or body; rows of imports that have it. */
  readonly serialNumber?: string
}

export type FaultAnswer = {
  readonly status?: number
  /** The error's code in the body; absent = Graph's own for the status. */
  readonly code?: string
  readonly message?: string
  /** Seconds, or a date; absent = no Retry-After. */
  readonly retryAfter?: number | string
  readonly deviceErrorCode?: number
  readonly deviceErrorName?: string
  /** Real seconds before the answer. Alone, the true answer follows. */
  readonly delaySeconds?: number
  /** The true answer, cut off half-way. */
  readonly truncate?: boolean
  /** The connection is closed without an answer. */
  readonly drop?: boolean
  /** The true answer, with a nextLink to the very same page. */
  readonly loopNextLink?: boolean
}

export type NewFault = {
  readonly match: FaultMatch
  readonly answer: FaultAnswer
  /** How often it happens; null = until it is removed. */
  readonly times: number | null
}

export type Fault = NewFault & {
  readonly id: number
  /** Null = without end; 0 = used up. */
  readonly remaining: number | null
}

export type Faults = {
  add(fault: NewFault): Promise<Fault>
  /** Oldest first, used up ones too. */
  list(): Promise<readonly Fault[]>
  clear(): Promise<void>
  /** Takes one use of it; false = others were quicker. */
  use(id: number): Promise<boolean>
}

export function isDeviceFault({ answer }: NewFault): boolean {
  return answer.deviceErrorCode !== undefined || answer.deviceErrorName !== undefined
}

/** Takes a use of the oldest fault that is left and fits; undefined = none. */
export async function takeFault(
  faults: Faults,
  fits: (fault: Fault) => boolean,
): Promise<Fault | undefined> {
  for (const fault of await faults.list()) {
    if (fault.remaining !== 0 && fits(fault) && (await faults.use(fault.id))) return fault
  }
  return undefined
}

/** Whether `pattern` names `path`, in any case, slash at the end or not; Graph's version may be left out. */
export function pathFits(pattern: string, path: string): boolean {
  const shape = new RegExp(
    `^${plain(pattern)
      .split('*')
      .map((part) => literal(part))
      .join('.*')}$`,
  )
  const whole = plain(path)
  return shape.test(whole) || shape.test(whole.replace(/^\/(v1\.0|beta)(?=\/)/, ''))
}

function plain(path: string): string {
  const lower = path.toLowerCase().replace(/\/$/, '')
  return lower.startsWith('/') || lower.startsWith('*') ? lower : `/${lower}`
}
