/** Both sides of a dispute learn of its beginning and its end: in their audit trails, the holder as an event too. */
import type pg from 'pg'
import type { AuditActor, AuditEntry } from '../../core/audit/audit.ts'
import type { Dispute } from '../../core/disputes/dispute.ts'
import type { TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { writeEvent } from '../events/write-event.ts'

type Client = Pick<pg.ClientBase, 'query'>

export async function notifyOfDispute(
  client: Client,
  dispute: Dispute,
  keyDigest: string,
): Promise<void> {
  const actor: AuditActor = { kind: 'device', proof: 'key', proofId: keyDigest }
  await both(client, dispute, { activity: 'Dispute opened', actor })
  await writeEvent(client, dispute.holder, {
    type: 'ownership.conflict.opened',
    subjects: [dispute.deviceId],
  })
}

/** `by`: the tenant whose route did it, and which has an entry already. */
export async function notifyOfEnding(
  client: Client,
  dispute: Dispute,
  by: TenantId | undefined,
): Promise<void> {
  const actor: AuditActor = { kind: 'system', job: 'disputes' }
  await both(client, dispute, { activity: `Dispute ${dispute.state}`, actor, except: by })
  if (dispute.state === 'displaced')
    await writeEvent(client, dispute.holder, {
      type: 'ownership.conflict.lost',
      subjects: [dispute.deviceId],
    })
}

/** In order of their ids, so that two disputes of the same tenants do not wait for each other. */
async function both(
  client: Client,
  { id, holder, claimant, deviceId, decisionReason }: Dispute,
  {
    except,
    ...said
  }: Pick<AuditEntry, 'activity' | 'actor'> & { readonly except?: TenantId | undefined },
): Promise<void> {
  const properties = [{ name: 'decisionReason', before: null, after: decisionReason }]
  const dispute = { type: 'Dispute', id, ...(decisionReason !== null && { properties }) }
  for (const tenantId of [holder, claimant].toSorted()) {
    if (tenantId === except) continue
    // Of the holder's registration the claimant learns nothing.
    const device = { type: 'WindowsAutopilotDeviceIdentity', id: deviceId }
    const resources = [dispute, ...(tenantId === holder ? [device] : [])]
    const entry: AuditEntry = {
      ...said,
      category: 'Enrollment',
      operation: 'Action',
      result: 'Success',
      correlationId: newUuid(),
      resources,
    }
    await appendAudit(client, tenantId, [entry])
  }
}
