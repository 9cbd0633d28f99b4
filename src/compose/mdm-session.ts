/** Sessions of managed devices: who may speak, how often, and in which transaction. */
import type { RunInTransaction } from '../core/run-in-transaction.ts'
import { enrollmentsIn } from '../storage/enrollment/enrollments.ts'
import { hasEndedIn } from '../storage/management/enrollment-facts.ts'
import { managementSessionsIn } from '../storage/management/sessions.ts'
import type { Transaction } from '../storage/sql/store.ts'
import type { ExchangePorts } from '../surfaces/mdm/session/exchange.ts'
import { sessionLimits } from '../surfaces/mdm/session/session-limits.ts'
import type { SessionRouteDeps } from '../surfaces/mdm/session/session-route.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'
import { managementIn } from './mdm-management.ts'

type Proving = Pick<SessionRouteDeps['proof'], 'readSignedData' | 'findCertified'>

export function mdmSessions(base: Base, deciding: Deciding, proving: Proving): SessionRouteDeps {
  const { store, now, report, onImport } = base
  const portsIn = (unit: Transaction): ExchangePorts => ({
    sessions: managementSessionsIn(unit, base.wrap),
    enrollments: enrollmentsIn(unit),
    management: managementIn(unit, base, deciding),
  })
  const transactFor =
    (tenantId: string): RunInTransaction<ExchangePorts> =>
    async (work) => {
      const result = await store.onceFor(tenantId, (unit) => work(portsIn(unit)))
      onImport()
      return result
    }
  return {
    proof: { ...proving, hasEnded: hasEndedIn(store), now },
    limits: sessionLimits(now),
    transactFor,
    report,
  }
}
