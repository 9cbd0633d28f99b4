/** Records events about factors in the tenant's audit trail, and notifies those concerned. */
import type { AuditEntry, AuditOperation } from '../../../core/audit/audit.ts'
import { newUuid } from '../../../core/uuid.ts'
import { appendAudit } from '../../../storage/audit/append-audit.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type {
  FactorEvent,
  FactorEventName,
  NotifyFactorEvent,
} from '../../core/factors/factor-events.ts'
import { addNotice } from './notices.ts'

const acts: Readonly<
  Record<FactorEventName, readonly [string, AuditOperation, AuditEntry['result']]>
> = {
  'codes-failing': ['Verify OathToken', 'Action', 'Failure'],
  'codes-locked': ['Lock OathToken', 'Action', 'Failure'],
  'codes-unlocked': ['Unlock OathToken', 'Action', 'Success'],
  'token-resynchronised': ['Resynchronise OathToken', 'Action', 'Success'],
  'hardware-token-activated': ['Activate HardwareOathToken', 'Action', 'Success'],
  'hardware-token-taken-back': ['Unassign HardwareOathToken', 'Action', 'Success'],
  'recovery-code-used': ['Use RecoveryCode', 'Action', 'Success'],
  'recovery-codes-made': ['Create RecoveryCode', 'Create', 'Success'],
  'authenticator-app-added': ['Create OathToken', 'Create', 'Success'],
  'authenticator-app-removed': ['Delete OathToken', 'Delete', 'Success'],
  'passkey-added': ['Create Passkey', 'Create', 'Success'],
  'passkey-removed': ['Delete Passkey', 'Delete', 'Success'],
  'passkey-counter-went-back': ['Verify Passkey', 'Action', 'Failure'],
  'removal-asked': ['Schedule removal of last factor', 'Action', 'Success'],
  'removal-cancelled': ['Cancel removal of last factor', 'Action', 'Success'],
  'reset-asked': ['Request FactorReset', 'Action', 'Success'],
  'reset-rejected': ['Reject FactorReset', 'Action', 'Success'],
  'factors-reset': ['Reset factors', 'Action', 'Success'],
  'password-changed': ['Change password', 'Action', 'Success'],
  'first-password-changed': ['Change first password', 'Action', 'Success'],
  'sign-in-unlocked': ['Unlock sign-in', 'Action', 'Success'],
  'password-reset': ['Reset password', 'Action', 'Success'],
}

const reasons: Partial<Readonly<Record<FactorEventName, string>>> = {
  'codes-failing': 'Five wrong codes in a row.',
  'codes-locked': 'Ten wrong codes in a row: codes are locked.',
  'passkey-counter-went-back': 'The counter of the passkey went back: it may have been copied.',
}

export function recordFactorEvents({ transaction }: Store): NotifyFactorEvent {
  return (event) =>
    transaction(async ({ client }) => {
      await addNotice(client, event)
      await appendAudit(client, event.tenantId, [entryOf(event)])
    })
}

function entryOf({ name, personId }: FactorEvent): AuditEntry {
  const [activity, operation, result] = acts[name]
  const reason = reasons[name]
  return {
    category: 'SignIn',
    activity,
    operation,
    result,
    // Nobody has signed in yet when this happens: the person is the one it happened to.
    actor: { kind: 'system', job: 'second factors' },
    correlationId: newUuid(),
    resources: [{ type: 'User', id: personId }],
    ...(reason !== undefined && { reason }),
  }
}
