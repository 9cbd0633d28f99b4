/** What the routes of transfers need, and the transfer that a request names. */
import { ids } from '../../../core/id-kinds.ts'
import type { DeviceId, TenantId } from '../../../core/ids.ts'
import { type TransferDeps, transferOf } from '../../../core/transfers/found-transfer.ts'
import type { ReleaseCertificate } from '../../../core/transfers/transfer.ts'
import type { Input } from '../../http/route.ts'

export type TransferRouteDeps = TransferDeps & {
  /** Of a registration of the tenant, oldest first. */
  readonly certificatesOf: (
    tenantId: TenantId,
    id: DeviceId,
  ) => Promise<readonly ReleaseCertificate[]>
  readonly publicUrl: string
  /** Deliveries may be due. */
  readonly onEvent: () => void
}

export function named({ ports, caller, parameter }: Input<TransferRouteDeps>) {
  return transferOf(ports, caller, parameter('id', ids.transfer))
}
