/** What happens to factors, into the tenant's audit trail. */
import type { AuditEntry, AuditOperation } from '../../core/audit/audit.ts'
import type {
  FactorEvent,
  FactorEventName,
  TellOfFactor,
} from '../../core/factors/factor-events.ts'
import { newUuid } from '../../core/ids.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { inTransaction, type Store } from '../database.ts'

const acts: Readonly<
  Record<FactorEventName, readonly [string, AuditOperation, AuditEntry['result']]>
> = {
  'codes-failing': ['Verify OathToken', 'Action', 'Failure'],
  'codes-locked': ['Lock OathToken', 'Action', 'Failure'],
  'codes-unlocked': ['Unlock OathToken', 'Action', 'Success'],
  'token-resynchronised': ['Resynchronise OathToken', 'Action', 'Success'],
  'recovery-code-used': ['Use RecoveryCode', 'Action', 'Success'],
  'recovery-codes-made': ['Create RecoveryCode', 'Create', 'Success'],
  'authenticator-app-added': ['Create OathToken', 'Create', 'Success'],
  'authenticator-app-removed': ['Delete OathToken', 'Delete', 'Success'],
  'passkey-added': ['Create Passkey', 'Create', 'Success'],
  'passkey-removed': ['Delete Passkey', 'Delete', 'Success'],
  'passkey-counter-went-back': ['Verify Passkey', 'Action', 'Failure'],
}

const reasons: Partial<Readonly<Record<FactorEventName, string>>> = {
  'codes-failing': 'Five wrong codes in a row.',
  'codes-locked': 'Ten wrong codes in a row: codes are locked.',
  'passkey-counter-went-back': 'The counter of the passkey went back: it may have been copied.',
}

export function tellAudit({ pool }: Store): TellOfFactor {
  return (event) =>
    inTransaction(pool, (client) => appendAudit(client, event.tenantId, [entryOf(event)]))
}

function entryOf({ name, personId }: FactorEvent): AuditEntry {
  const [activity, operation, result] = acts[name]
  const reason = reasons[name]
  return {
    category: 'SignIn',
    activity,
    operation,
    result,
    // Nobody has signed in yet where this happens: the person is what it happened to.
    actor: { kind: 'system' },
    correlationId: newUuid(),
    resources: [{ type: 'User', id: personId }],
    ...(reason !== undefined && { reason }),
  }
}
