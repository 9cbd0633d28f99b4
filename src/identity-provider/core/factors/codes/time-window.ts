/**
 * The time steps that a code may belong to. A device's clock drifts, so each has its own offset.
 *
 * The offset is learnt only from accepted codes, one step at a time, so nobody can push it away (RFC 6238 section
 * 6).
 */
import { codeAt, type OtpSettings, sameCode, stepAt } from './one-time-code.ts'

/** A device that shows codes, as far as the time matters. */
export type CodeClock = OtpSettings & {
  /** Steps by which the device is ahead; negative = behind. */
  readonly drift: number
  /** No code of this step or an earlier one is accepted. */
  readonly lastUsedStep: number
}

/** How far to look: one step to either side or, in strict mode, none (ASVS 6.5.5: a code lives 30 s). */
export type Window = 0 | 1

/** The maximum drift that single sign-ins may add up to, in steps. */
export const maxLearntDrift = 10

/** How far resynchronising looks, in steps. */
export const resyncReach = 20

/** A matching step, and the offset to store when the code is accepted. */
export type FoundStep = { readonly step: number; readonly drift: number }

/** The step that matches this code. All steps of the window are computed and compared, whichever it is. */
export function findStep(
  secret: Uint8Array,
  clock: CodeClock,
  asked: { readonly code: string; readonly now: Date; readonly window: Window },
): FoundStep | undefined {
  const middle = stepAt(asked.now, clock) + clock.drift
  const found = stepsAround(middle, asked.window).filter((step) =>
    sameCode(codeAt(secret, clock, step), asked.code),
  )
  const step = found.find((each) => each > clock.lastUsedStep) ?? found[0]
  return step === undefined ? undefined : { step, drift: learntDrift(clock.drift, step - middle) }
}

/** The second of two consecutive steps that match these codes, within reach of the true time. */
export function findPair(
  secret: Uint8Array,
  clock: CodeClock,
  asked: { readonly codes: readonly [string, string]; readonly now: Date },
): FoundStep | undefined {
  const middle = stepAt(asked.now, clock)
  const [first, second] = asked.codes
  const seconds = stepsAround(middle, resyncReach).filter((step) => step > middle - resyncReach)
  const found = seconds.filter((step) => {
    const matches = [
      sameCode(codeAt(secret, clock, step - 1), first),
      sameCode(codeAt(secret, clock, step), second),
    ]
    return matches.every(Boolean)
  })
  const [step] = found
  return step === undefined ? undefined : { step, drift: step - middle }
}

/** One step towards the observed drift; beyond the limit, which only resynchronising can pass, only back. */
export function learntDrift(drift: number, seen: number): number {
  const next = drift + Math.sign(seen)
  const isFarther = Math.abs(next) > Math.abs(drift)
  return isFarther && Math.abs(next) > maxLearntDrift ? drift : next
}

/** Steps before 1970 do not exist. */
function stepsAround(middle: number, reach: number): number[] {
  return Array.from({ length: 2 * reach + 1 }, (_, index) => middle - reach + index).filter(
    (step) => step >= 1,
  )
}
