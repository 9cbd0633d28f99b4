/**
 * What a person has to decide about identity: a row of an import that may be a registered device, or two registered
 * devices that look related. Of another tenant's device nothing is shown except that it exists.
 */

import type { Conflict as RemarkKind } from '../identity/judge.ts'
import type { DeviceId, ReceiptId, TenantId } from '../ids.ts'
import type { Held, OpenSlice, PendingRow } from '../imports/slice.ts'

export type ConflictState = 'open' | 'same' | 'different' | 'rejected'

export type Conflict = {
  readonly id: string
  readonly tenantId: TenantId
  readonly kind: Held['reason'] | RemarkKind
  readonly state: ConflictState
  /** Contains no evidence if another tenant's device is a candidate: that would reveal what the device is like. */
  readonly sentence: string
  /** What agrees and what does not, including other tenants' devices; only for operators of the installation. */
  readonly evidence: string
  /** Likeliest first; `foreign` stands for a device of another tenant. */
  readonly candidates: readonly (DeviceId | 'foreign')[]
  /** The receipt of the held or registered row. */
  readonly receiptId: ReceiptId
  readonly serialNumber: string | null
  /** The registered device that a remark is about; absent while a row is held. */
  readonly deviceId?: DeviceId
  readonly createdAt: Date
  readonly decidedAt?: Date
  readonly decidedBy?: string
}

/** A held row, locked until it is decided. */
export type HeldRow = Omit<OpenSlice, 'rows' | 'givenUp'> & {
  readonly conflict: Conflict
  readonly row: PendingRow
  /** The devices that the person was asked about, of whatever tenant. */
  readonly asked: ReadonlySet<DeviceId>
  /** What was answered before about the same row: it is another device than these. */
  readonly ruledOut: ReadonlySet<DeviceId>
  /** The kinds of the questions that were answered so. */
  readonly answered: ReadonlySet<Conflict['kind']>
}

export type Conflicts = {
  list(
    tenantId: TenantId,
    query: { state?: ConflictState | undefined; after?: string | undefined; limit: number },
  ): Promise<{
    rows: readonly Conflict[]
    next?: string
  }>
  find(tenantId: TenantId, id: string): Promise<Conflict | undefined>
  /** The hash of the imported row; undefined = it is no longer stored. */
  hashOf(tenantId: TenantId, id: string): Promise<Uint8Array | undefined>
  /**
   * Decides an open conflict: `work` settles the held row, then the decision and the decider are recorded, all or
   * nothing. False = there is no open conflict with that id. A remark has no row, so `work` is not called.
   */
  decide(
    decision: { tenantId: TenantId; id: string; state: ConflictState; by: string },
    work: (held: HeldRow) => Promise<void>,
  ): Promise<boolean>
}
