/** A dispute as it is stored. */
import type { Dispute } from '../../core/disputes/dispute.ts'
import type { DeviceId, DisputeId, TenantId } from '../../core/ids.ts'

export type Row = {
  tenant_id: TenantId
  dispute_id: DisputeId
  device_id: DeviceId
  claimant_tenant_id: TenantId
  serial_number: string
  key_digest: Buffer
  state: Dispute['state']
  opened_at: Date
  due_at: Date
  reason: string | null
  decided_at: Date | null
  decided_by: string | null
  decision_reason: string | null
}

export const contextOf = (id: string) => `dispute:${id}`

export function toDispute(row: Row): Dispute {
  return {
    id: row.dispute_id,
    holder: row.tenant_id,
    claimant: row.claimant_tenant_id,
    deviceId: row.device_id,
    serialNumber: row.serial_number,
    keyDigest: row.key_digest.toString('hex'),
    state: row.state,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    reason: row.reason,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
  }
}
