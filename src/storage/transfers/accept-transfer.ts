/** A transfer that is accepted, and one that a dispute reverses: the registrations move in the same transaction. */
import type { TenantId } from '../../core/ids.ts'
import type { CertificateSigner } from '../../core/transfers/release-certificate.ts'
import type { Acceptance, Transfer } from '../../core/transfers/transfer.ts'
import type { Wrap } from '../../core/wrap.ts'
import { lockTrails } from '../events/write-event.ts'
import type { Client, Transaction } from '../sql/store.ts'
import { announceMove } from './announce-transfer.ts'
import { issueCertificates } from './certificates.ts'
import { type MovedDevice, moveDevices } from './move-devices.ts'
import { readTransfers, type TransferRow } from './read-transfers.ts'

export type TransferStorage = { readonly wrap: Wrap; readonly signer: CertificateSigner }

type Accepting = { readonly transfer: Transfer; readonly acceptance: Acceptance }

export async function acceptOne(
  unit: Transaction,
  deps: TransferStorage,
  { transfer, acceptance }: Accepting,
): Promise<Transfer | undefined> {
  const { client } = unit
  const { from, id } = transfer
  const { to, by, groupTag } = acceptance
  const { rows } = await client.query<TransferRow>(
    `update transfer set state = 'completed', to_tenant_id = $3, decided_at = business_now(), decided_by = $4
     where tenant_id = $1 and transfer_id = $2 and state = 'offered' and expires_at > business_now()
       and coalesce(to_tenant_id, $3) = $3 returning anonymous`,
    [from, id, to, by],
  )
  if (rows[0] === undefined) return undefined
  const ids = transfer.devices.map(({ deviceId }) => deviceId)
  const moved = await moveDevices(unit, deps.wrap, { from, to, ids, groupTag })
  const { anonymous } = rows[0]
  const issue = { from, to, transferId: id, anonymous, devices: moved } as const
  await issueCertificates(client, deps.signer, { kind: 'transfer', ...issue })
  await keepNewIds(client, transfer, moved)
  await announceMove(client, { from, to, moved, transfer })
  return (await readTransfers(client).find(id)) ?? undefined
}

/** Back to the giver, as far as the receiver still has them. */
export async function reverse(
  unit: Transaction,
  deps: TransferStorage,
  { transfer, actingIn }: { readonly transfer: Transfer; readonly actingIn: TenantId },
): Promise<void> {
  const { from: giver, to: receiver, devices, id } = transfer
  if (receiver === null) return
  const wanted = devices.flatMap(({ newDeviceId }) => newDeviceId ?? [])
  const { rows } = await unit.client.query<{ device_id: (typeof wanted)[number] }>(
    'select device_id from device where tenant_id = $1 and device_id = any($2::uuid[])',
    [receiver, wanted],
  )
  const ids = rows.map(({ device_id }) => device_id)
  if (ids.length === 0) return
  const moved = await moveDevices(unit, deps.wrap, {
    from: receiver,
    to: giver,
    ids,
    groupTag: null,
  })
  const issue = { from: receiver, to: giver, transferId: id, anonymous: false, devices: moved }
  await issueCertificates(unit.client, deps.signer, { kind: 'transfer', ...issue })
  await lockTrails(unit.client, [giver, receiver, actingIn])
  await announceMove(unit.client, { from: receiver, to: giver, moved, transfer })
}

async function keepNewIds(
  client: Client,
  { from, id }: Transfer,
  moved: readonly MovedDevice[],
): Promise<void> {
  await client.query(
    `update transfer_device as device set new_device_id = moved.new_id
     from unnest($3::uuid[], $4::uuid[]) as moved(old_id, new_id)
     where device.tenant_id = $1 and device.transfer_id = $2 and device.device_id = moved.old_id`,
    [from, id, moved.map((each) => each.from), moved.map((each) => each.to)],
  )
}
