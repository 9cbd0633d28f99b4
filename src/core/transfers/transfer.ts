/** Devices that go from one tenant to another: offered by the one, accepted by the other, in one transaction. */
import { createHash, randomBytes } from 'node:crypto'
import type { AuditActor } from '../audit/audit.ts'
import type { DeviceId, TenantId, TransferId } from '../ids.ts'
import type { IdPage } from '../query.ts'

export const maxTransferDays = 14
export const disputeDays = 7
export const maxTransferDevices = 500

export type TransferState =
  | 'offered'
  | 'completed'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'reversed'

export type TransferDevice = {
  readonly deviceId: DeviceId
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  /** The receiver's registration. */
  readonly newDeviceId: DeviceId | null
}

export type Transfer = {
  readonly id: TransferId
  /** Who gives. */
  readonly from: TenantId
  /** Who receives; before that the named tenant, or null: anyone who has the code. */
  readonly to: TenantId | null
  readonly state: TransferState
  readonly message: string | null
  /** Null: offered before it was kept. */
  readonly offeredBy: AuditActor | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly decidedAt: Date | null
  readonly disputedAt: Date | null
  readonly disputeReason: string | null
  readonly disputeAnswer: string | null
  readonly disputeDecidedAt: Date | null
  /** The operator's. */
  readonly disputeDecisionReason: string | null
  readonly devices: readonly TransferDevice[]
}

export type NewTransfer = Pick<Transfer, 'id' | 'from' | 'to' | 'message'> & {
  readonly deviceIds: readonly DeviceId[]
  readonly codeDigest: Buffer
  readonly anonymous: boolean
  readonly expiresInDays: number
  readonly by: string
  readonly actor: AuditActor
}

export type Acceptance = {
  readonly to: TenantId
  readonly by: string
  readonly groupTag: string | null
}

export type ReleaseCertificate = {
  readonly id: string
  readonly kind: string
  readonly sequence: number
  readonly serialNumber: string
  readonly jws: string
}

export type TransferDecision = {
  readonly reverse: boolean
  readonly reason: string
  readonly by: string
  readonly actingIn: TenantId
}

export type Transfers = {
  offer(transfer: NewTransfer): Promise<void>
  /** Those that the tenant gives or receives, newest first. */
  list(tenantId: TenantId, page: IdPage<TransferId>): Promise<readonly Transfer[]>
  /** Of all tenants, those whose dispute waits for a decision; newest first. */
  listDisputed(page: IdPage<TransferId>): Promise<readonly Transfer[]>
  find(id: TransferId): Promise<Transfer | undefined>
  findByCode(digest: Buffer): Promise<Transfer | undefined>
  /** False: it is no longer open. */
  close(
    transfer: Transfer,
    end: {
      readonly state: 'declined' | 'withdrawn'
      readonly by: string
      readonly actingIn: TenantId
    },
  ): Promise<boolean>
  /** Moves the devices. Undefined: it is no longer open. Throws `conflict` if a device is no longer the giver's. */
  accept(transfer: Transfer, acceptance: Acceptance): Promise<Transfer | undefined>
  /** False: it is not completed, disputed already, or too long ago. */
  dispute(transfer: Transfer, reason: string): Promise<boolean>
  answer(transfer: Transfer, text: string): Promise<boolean>
  /** False: there is no open dispute. */
  decide(transfer: Transfer, decision: TransferDecision): Promise<boolean>
  certificates(transfer: Transfer): Promise<readonly ReleaseCertificate[]>
}

/** Letters and digits that no one mistakes (RFC 4648, base32): 80 bits in four groups. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function newTransferCode(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32] ?? '').join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

/** Of the code in any spelling: blanks, hyphens and case do not count. */
export function digestOfCode(code: string): Buffer {
  const letters = code.replace(/[\s-]/g, '').toUpperCase()
  return createHash('sha256').update(`transfer code ${letters}`).digest()
}
