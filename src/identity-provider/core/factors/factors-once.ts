/** The ports of second factors as a request uses them: where a person stands is read once, until it changes. */
import { forgettingAfter } from '../read-once.ts'
import { standingOnce } from '../read-together.ts'
import type { OathTokens } from './codes/oath-token.ts'
import type { RecoveryCodes } from './codes/recovery-codes.ts'
import type { Removals } from './delayed-removal.ts'
import type { FactorPolicies, FactorStandings } from './factor-policy.ts'
import type { Passkeys } from './passkeys/passkey.ts'

type Ports = {
  readonly standings: FactorStandings
  readonly tokens: OathTokens
  readonly passkeys: Passkeys
  readonly recovery: RecoveryCodes
  readonly removals: Removals
  readonly factorPolicies: FactorPolicies
}

export function factorsOnce<P extends Ports>(ports: P): P {
  return {
    ...ports,
    standings: standingOnce(ports.standings),
    tokens: forgettingAfter(ports.tokens, ['list', 'working', 'useStep']),
    passkeys: forgettingAfter(ports.passkeys, ['list', 'use']),
    recovery: forgettingAfter(ports.recovery, []),
    removals: forgettingAfter(ports.removals, ['list', 'due', 'hold']),
    factorPolicies: forgettingAfter(ports.factorPolicies, ['find']),
  }
}
