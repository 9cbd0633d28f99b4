/** Reading transfers with their devices and certificates. */
import type { DeviceId, TenantId, TransferId } from '../../core/ids.ts'
import type { IdPage } from '../../core/query.ts'
import type { ReleaseCertificate, Transfer, Transfers } from '../../core/transfers/transfer.ts'
import type { Client } from '../sql/store.ts'

export type TransferRow = {
  tenant_id: TenantId
  transfer_id: TransferId
  to_tenant_id: TenantId | null
  state: Exclude<Transfer['state'], 'expired'>
  is_over: boolean
  message: string | null
  anonymous: boolean
  actor: Transfer['offeredBy']
  created_at: Date
  expires_at: Date
  decided_at: Date | null
  disputed_at: Date | null
  dispute_reason: string | null
  dispute_answer: string | null
  dispute_decided_at: Date | null
  dispute_decision_reason: string | null
  devices: {
    device_id: DeviceId
    serial_number: string
    manufacturer: string | null
    model: string | null
    new_device_id: DeviceId | null
  }[]
}

type Reading = Pick<Transfers, 'list' | 'listDisputed' | 'find' | 'findByCode' | 'certificates'>

const read = `select transfer.*, transfer.expires_at <= business_now() as is_over,
    (select coalesce(jsonb_agg(device order by serial_number, device_id), '[]') from transfer_device as device
     where device.tenant_id = transfer.tenant_id and device.transfer_id = transfer.transfer_id) as devices
  from transfer`

export function readTransfers(client: Client): Reading {
  const some = async (where: string, values: readonly unknown[]) => {
    const { rows } = await client.query<TransferRow>(`${read} where ${where}`, [...values])
    return rows.map(toTransfer)
  }
  /** Ids are in the order of their time. */
  const page = (where: string, { after, limit }: IdPage<TransferId>, ...of: readonly unknown[]) =>
    some(
      `(${where}) and ($1::uuid is null or transfer_id < $1) order by transfer_id desc limit $2`,
      [after ?? null, limit, ...of],
    )
  const isDisputed = 'disputed_at is not null and dispute_decided_at is null'
  return {
    list: (tenantId, wanted) => page('tenant_id = $3 or to_tenant_id = $3', wanted, tenantId),
    listDisputed: (wanted) => page(isDisputed, wanted),
    find: async (id) => (await some('transfer_id = $1', [id]))[0],
    findByCode: async (digest) =>
      (await some(`code_digest = $1 and state = 'offered'`, [digest]))[0],

    async certificates({ id }) {
      const { rows } = await client.query<ReleaseCertificate & { certificate_id: string }>(
        `select certificate_id as id, kind, sequence, jws,
           coalesce(device.serial_number, back.serial_number, '') as "serialNumber"
         from release_certificate as certificate
         left join transfer_device as device on device.tenant_id = certificate.tenant_id
           and device.transfer_id = certificate.transfer_id and device.device_id = certificate.device_id
         left join transfer_device as back on back.tenant_id = certificate.to_tenant_id
           and back.transfer_id = certificate.transfer_id and back.new_device_id = certificate.device_id
         where certificate.transfer_id = $1 order by 5, sequence`,
        [id],
      )
      return rows
    },
  }
}

function toTransfer(row: TransferRow): Transfer {
  return {
    id: row.transfer_id,
    from: row.tenant_id,
    to: row.to_tenant_id,
    state: row.state === 'offered' && row.is_over ? 'expired' : row.state,
    message: row.message,
    offeredBy: row.actor,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
    disputedAt: row.disputed_at,
    disputeReason: row.dispute_reason,
    disputeAnswer: row.dispute_answer,
    disputeDecidedAt: row.dispute_decided_at,
    disputeDecisionReason: row.dispute_decision_reason,
    devices: row.devices.map((device) => ({
      deviceId: device.device_id,
      serialNumber: device.serial_number,
      manufacturer: device.manufacturer,
      model: device.model,
      newDeviceId: device.new_device_id,
    })),
  }
}
