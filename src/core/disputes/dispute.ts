/**
 * A registration by hash alone, and a device that proved its TPM key for another tenant. The holder has a week to
 * contest or to release it; after that the proof counts, unless the holder's own device has proved itself meanwhile.
 */
import type { DeviceId, DisputeId, TenantId } from '../ids.ts'
import type { Holder } from '../imports/slice.ts'
import type { IdPage } from '../query.ts'

export const noticeDays = 7
export const claimTokenHours = 24

/** `look`: the device only learns whether it is free; every device of a batch may use such a token. */
export type TokenPurpose = 'claim' | 'look'

export type DisputeState = 'open' | 'contested' | 'released' | 'displaced' | 'kept'

export type Dispute = {
  readonly id: DisputeId
  /** The tenant that holds the registration. */
  readonly holder: TenantId
  readonly claimant: TenantId
  readonly deviceId: DeviceId
  readonly serialNumber: string
  /** SHA-256 of the TPM key that the device proved, in hexadecimal. */
  readonly keyDigest: string
  readonly state: DisputeState
  readonly openedAt: Date
  /** When the holder's notice ends. */
  readonly dueAt: Date
  /** What the holder said when contesting. */
  readonly reason: string | null
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  /** What the operator said when deciding; null: nobody had to decide. */
  readonly decisionReason: string | null
}

export type NewDispute = {
  readonly tokenDigest: Buffer
  readonly claimant: TenantId
  readonly holder: Holder
  readonly hash: Uint8Array
  readonly keyDigest: string
}

/** How a dispute ends, and who said so. */
export type Ending = {
  readonly state: 'released' | 'displaced' | 'kept'
  /** Absent: the end of the notice. */
  readonly by?: string
  /** The operator's, for both sides. */
  readonly reason?: string
}

export type Disputes = {
  addToken(
    tenantId: TenantId,
    digest: Buffer,
    of: { readonly by: string; readonly purpose: TokenPurpose },
  ): Promise<Date>
  /** Undefined: it is unknown, used or expired. */
  purposeOf(tenantId: TenantId, digest: Buffer): Promise<TokenPurpose | undefined>
  /** Uses the token up. Undefined: the token was used, or the registration is gone, proven or disputed already. */
  open(dispute: NewDispute): Promise<Dispute | undefined>
  /** Those that the tenant holds or claims, newest first. */
  list(tenantId: TenantId, page: IdPage<DisputeId>): Promise<readonly Dispute[]>
  /** Of all tenants, those that wait for somebody, oldest first. */
  listOpen(page: IdPage<DisputeId>): Promise<readonly Dispute[]>
  /** One whose registration the tenant holds. */
  findHeld(tenantId: TenantId, id: DisputeId): Promise<Dispute | undefined>
  contest(tenantId: TenantId, id: DisputeId, reason: string): Promise<boolean>
  /** False: no such dispute is undecided. `within`: only if that tenant holds the registration. */
  end(id: DisputeId, ending: Ending, within?: TenantId): Promise<boolean>
  /** Ends those whose notice is over and that nobody contested; how many. */
  endDue(): Promise<number>
}
