/**
 * Proving a one-time code: one code, one sign-in.
 *
 * Whether a code is unused is decided by the statement that uses up its step, so two servers that see the same code
 * at the same moment cannot both accept it.
 */

import type { Person } from '../../../../core/directory/user.ts'
import type { Attempts } from '../../attempts.ts'
import type { NotifyFactorEvent } from '../factor-events.ts'
import { type CodeLocks, codeRule, lockAfter, resyncRule, takeTry, warnAfter } from './code-lock.ts'
import type { OathTokens, WorkingToken } from './oath-token.ts'
import { readCode } from './one-time-code.ts'
import { type FoundStep, findPair, findStep, type Window } from './time-window.ts'

export type CodeDeps = {
  readonly tokens: OathTokens
  readonly attempts: Attempts
  readonly locks: CodeLocks
  readonly notify: NotifyFactorEvent
}

export type CodeVerdict =
  | { readonly kind: 'right' }
  /** Wrong, used, or of no token: which one is not disclosed. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'throttled'; readonly retryAfter: number }
  | { readonly kind: 'locked' }

export type CodeQuestion = {
  readonly person: Pick<Person, 'tenantId' | 'id'>
  readonly code: string
  /** The code that the device showed after `code`; present = the device's clock must be found again. */
  readonly nextCode?: string
  readonly now: Date
  /** Only codes of the current moment, and only those that live for 30 seconds. */
  readonly strict: boolean
}

/** Only call it for a person whose password was right, or strangers could lock people out. */
export async function proveCode(deps: CodeDeps, question: CodeQuestion): Promise<CodeVerdict> {
  const { person, nextCode } = question
  const rule = nextCode === undefined ? codeRule : resyncRule
  const may = await takeTry(deps, rule, person)
  if (may.kind !== 'allowed') return may

  const tokens = await deps.tokens.working(person.tenantId, { personId: person.id })
  const usable = tokens.filter(({ stepSeconds }) => !question.strict || stepSeconds === 30)
  const used = await useFirst(deps, usable, { ...question, kind: rule.kind })
  if (!used) return await failed(deps, person, may.failures)
  if (nextCode !== undefined) await notify(deps, person, 'token-resynchronised')
  return { kind: 'right' }
}

async function useFirst(
  { tokens }: Pick<CodeDeps, 'tokens'>,
  usable: readonly WorkingToken[],
  question: CodeQuestion & { readonly kind: string },
): Promise<boolean> {
  // Every token is checked before any is used, so that timing does not reveal which one came close.
  const matches = usable.flatMap((token) => {
    const found = match(token, question)
    return found === undefined ? [] : [{ token, found }]
  })
  // Only the first counts: two tokens with one secret must not make one code valid twice.
  const [first] = matches
  if (first === undefined) return false
  const tried = { kind: question.kind, personId: question.person.id }
  return await tokens.useStep(first.token, first.found, tried)
}

/** The step of the token that matches the code, or the pair of codes. */
export function match(
  token: WorkingToken,
  { code, nextCode, now, strict }: Omit<CodeQuestion, 'person'>,
): FoundStep | undefined {
  const digits = readCode(code)
  if (digits === undefined) return undefined
  const window: Window = strict ? 0 : 1
  if (nextCode === undefined) return findStep(token.secret, token, { code: digits, now, window })
  const next = readCode(nextCode)
  if (next === undefined) return undefined
  return findPair(token.secret, token, { codes: [digits, next], now })
}

async function failed(
  deps: CodeDeps,
  person: CodeQuestion['person'],
  failures: number,
): Promise<CodeVerdict> {
  if (failures === warnAfter) await notify(deps, person, 'codes-failing')
  if (failures < lockAfter) return { kind: 'wrong' }
  await notify(deps, person, 'codes-locked')
  return { kind: 'locked' }
}

function notify(
  deps: Pick<CodeDeps, 'notify'>,
  { tenantId, id: personId }: CodeQuestion['person'],
  name: Parameters<NotifyFactorEvent>[0]['name'],
): Promise<void> {
  return deps.notify({ tenantId, personId, name })
}
