/**
 * The first step of a sign-in: a name and a password.
 *
 * Attempts are counted before any work is done. Whether there is such a person shows neither in the
 * answer nor in the time that it takes: an unknown name costs a hash as well.
 */

import { Busy } from '../../../core/bounded-line.ts'
import type { People, Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'
import { networkOf } from '../../../surfaces/http/network-of.ts'
import {
  type AttemptRule,
  type Attempts,
  type AttemptVerdict,
  accountRule,
  addressRule,
  knownDeviceRule,
  passwordRule,
} from '../../core/attempts.ts'
import { knownDevice } from '../../core/known-devices.ts'
import { maxPasswordLength } from '../../core/passwords/password-rules.ts'
import type { Passwords } from '../../core/passwords/passwords.ts'
import type { Seals } from '../../core/seals.ts'

export type PasswordDeps = {
  readonly people: Pick<People, 'findByName'>
  readonly passwords: Pick<Passwords, 'verify'>
  readonly attempts: Attempts
  readonly seals: Seals
  readonly now: () => Date
}

export type PasswordTry = {
  readonly tenantId: TenantId
  readonly address: string
  readonly userName: string
  readonly password: string
  /** By which the browser says that it is known. */
  readonly deviceWord?: string | undefined
  /** The page of a person who is signed in already: no stranger can use up its attempts. */
  readonly ownPage?: true
}

export type PasswordVerdict =
  | { readonly kind: 'right'; readonly person: Person }
  | { readonly kind: 'wrong' | 'disabled' | 'expired' }
  /** `retryAfter` in seconds. */
  | { readonly kind: 'locked' | 'busy'; readonly retryAfter: number }

export async function passwordStep(
  deps: PasswordDeps,
  asked: PasswordTry,
): Promise<PasswordVerdict> {
  const { people, passwords, attempts, now } = deps
  const { tenantId, userName, password } = asked
  const name = userName.trim().toLowerCase().slice(0, 320)
  const person = await people.findByName(tenantId, name)
  const lanes = lanesOf(deps, asked, { name, person })
  const verdict = await takeAll(attempts, tenantId, lanes)
  if (!verdict.allowed) return { kind: 'locked', retryAfter: verdict.retryAfter }
  try {
    const isRight = await passwords.verify(
      person?.passwordHash ?? null,
      [...password].slice(0, maxPasswordLength + 1).join(''),
    )
    if (!isRight || person === undefined) return { kind: 'wrong' }
    const locking = lanes.filter(([rule]) => rule.lockAfter !== undefined)
    const counts = locking.map(([{ kind }, subject]) => ({ kind, subject }))
    await attempts.allSucceeded(tenantId, counts)
    const { passwordHash: _, ...known } = person
    if (!person.enabled) return { kind: 'disabled' }
    if (hasExpired(known, now())) return { kind: 'expired' }
    return { kind: 'right', person: known }
  } catch (error) {
    if (error instanceof Busy) return { kind: 'busy', retryAfter: error.retryAfter }
    throw error
  }
}

type Lane = readonly [rule: AttemptRule, subject: string]

/**
 * What a try is counted at. Anybody can use up the common lanes of a name that is known, so they are not the only
 * ones: a device on which the person has signed in before comes by its own, and so does who is signed in.
 */
function lanesOf(
  { seals }: PasswordDeps,
  { tenantId, address, deviceWord, ownPage }: PasswordTry,
  { name, person }: { readonly name: string; readonly person: Person | undefined },
): readonly Lane[] {
  const account = `${name}\n${person?.lockGeneration ?? 0}`
  const device = ownPage
    ? 'own page'
    : knownDevice(seals, { tenantId, personId: person?.id }, deviceWord)
  if (device !== undefined) return [[knownDeviceRule, `${account}\n${device}`]]
  const network = networkOf(address)
  return [
    [addressRule, network],
    [passwordRule, `${account}\n${network}`],
    [accountRule, account],
  ]
}

/** A refusal that is remembered of one lane is not counted at the others. */
async function takeAll(
  attempts: Attempts,
  tenantId: TenantId,
  lanes: readonly Lane[],
): Promise<AttemptVerdict> {
  for (const [rule, subject] of lanes) {
    const retryAfter = attempts.refusedFor?.(tenantId, rule, subject)
    if (retryAfter !== undefined) return { allowed: false, retryAfter }
  }
  for (const [rule, subject] of lanes) {
    const verdict = await attempts.take(tenantId, rule, subject)
    if (!verdict.allowed) return verdict
  }
  return { allowed: true }
}

function hasExpired({ firstPasswordUntil }: Person, now: Date): boolean {
  return firstPasswordUntil !== undefined && firstPasswordUntil <= now
}

/** With Entra's numbers, and in its words where it has the case. [documented] */
export const passwordMessages = {
  wrong: {
    status: 401,
    text: 'Your account or password is incorrect. If you don’t remember your password, ask an administrator to reset it. (AADSTS50126)',
  },
  locked: {
    status: 429,
    text: 'Your account is temporarily locked to prevent unauthorized use. Try again later. (AADSTS50053)',
  },
  disabled: {
    status: 403,
    text: 'Your account has been disabled. Contact your administrator. (AADSTS50057)',
  },
  expired: {
    status: 403,
    text: 'Your first password was not used in time and has expired. Ask an administrator for a new one. (AADSTS50055)',
  },
  busy: {
    status: 503,
    text: 'Too many people are signing in at this moment. Try again in a few seconds. (AADSTS90033)',
  },
} as const
