/**
 * Faults that a test requests: what they match, and what happens instead.
 *
 * One kind replaces answers to requests; the other, with a device error, decides rows of imports. They are stored
 * in the database, so that any server that meets the request or row applies the fault, and exactly as often as
 * requested.
 */
import { literal } from './literal.ts'

type FaultMatch = {
  /** In capitals; absent = every method. */
  readonly method?: string | undefined
  /** The path without query; `*` stands for any text. Absent = every path of Graph. */
  readonly path?: string | undefined
  /** Requests that contain the serial number in their path or body; rows of imports that have it. */
  readonly serialNumber?: string | undefined
}

export type FaultAnswer = {
  readonly status?: number | undefined
  /** The error's code in the body; absent = Graph's own for the status. */
  readonly code?: string | undefined
  readonly message?: string | undefined
  /** Seconds, or a date; absent = no Retry-After. */
  readonly retryAfter?: number | string | undefined
  readonly deviceErrorCode?: number | undefined
  readonly deviceErrorName?: string | undefined
  /** Real seconds before the answer. Without another effect, the true answer follows. */
  readonly delaySeconds?: number | undefined
  /** The true answer, cut off halfway. */
  readonly truncate?: boolean | undefined
  /** The connection is closed without an answer. */
  readonly drop?: boolean | undefined
  /** The true answer, with a nextLink to the same page. */
  readonly loopNextLink?: boolean | undefined
}

export type NewFault = {
  readonly match: FaultMatch
  readonly answer: FaultAnswer
  /** How often it happens; null = until it is removed. */
  readonly times: number | null
}

export type Fault = NewFault & {
  readonly id: number
  /** Null = no limit; 0 = used up. */
  readonly remaining: number | null
}

export type Faults = {
  add(fault: NewFault): Promise<Fault>
  /** Oldest first, including used ones. */
  list(): Promise<readonly Fault[]>
  clear(): Promise<void>
  /** Takes one use of it; false = others took the last one. */
  use(id: number): Promise<boolean>
}

export function isDeviceFault({ answer }: NewFault): boolean {
  return answer.deviceErrorCode !== undefined || answer.deviceErrorName !== undefined
}

/** Takes a use of the oldest matching fault that has any left; undefined = none. */
export async function takeFault(
  faults: Faults,
  fits: (fault: Fault) => boolean,
): Promise<Fault | undefined> {
  for (const fault of await faults.list()) {
    if (fault.remaining !== 0 && fits(fault) && (await faults.use(fault.id))) return fault
  }
  return undefined
}

/** Whether `pattern` matches `path`, ignoring case and a trailing slash; Graph's version may be omitted. */
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
