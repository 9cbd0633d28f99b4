/** Release certificates in PostgreSQL: one chain for each device, without gaps. */
import type { DeviceId, TenantId, TransferId } from '../../core/ids.ts'
import {
  type CertificateClaims,
  type CertificateKind,
  type CertificateSigner,
  type CertificateStatus,
  type CertifiedDevice,
  chainOf,
  linkTo,
} from '../../core/transfers/release-certificate.ts'
import { newUuid } from '../../core/uuid.ts'
import type { Client } from '../sql/store.ts'

export type ReleasedDevice = {
  readonly from: DeviceId
  /** Its next registration; null: it has none. */
  readonly to: DeviceId | null
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly productKeyId: string | null
  readonly ekDigest: string | undefined
}

export type Issue = {
  readonly kind: CertificateKind
  readonly from: TenantId
  /** Null: it is free for anybody. */
  readonly to: TenantId | null
  readonly transferId: TransferId | null
  readonly anonymous: boolean
  readonly reason?: string
  readonly devices: readonly ReleasedDevice[]
}

/** One for each device, in their order; returns their ids. */
export async function issueCertificates(
  client: Client,
  signer: CertificateSigner,
  issue: Issue,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ at: Date }>('select business_now() as at')
  const iat = Math.floor((rows[0]?.at ?? new Date()).getTime() / 1_000)
  const ids: string[] = []
  for (const device of issue.devices)
    ids.push(await issueOne(client, signer, { ...issue, device, iat }))
  return ids
}

async function issueOne(
  client: Client,
  signer: CertificateSigner,
  {
    kind,
    from,
    to,
    transferId,
    anonymous,
    reason,
    device,
    iat,
  }: Issue & { device: ReleasedDevice; iat: number },
): Promise<string> {
  const named = certified(device)
  const chain = chainOf(named)
  const { rows } = await client.query<{ sequence: number; jws: string }>(
    'select sequence, jws from release_certificate where chain = $1 order by sequence desc limit 1',
    [chain],
  )
  const [last] = rows
  const claims: CertificateClaims = {
    jti: newUuid(),
    iat,
    kind,
    sequence: (last?.sequence ?? 0) + 1,
    prev: last === undefined ? null : linkTo(last.jws),
    device: named,
    ...(!anonymous && { releasedBy: { tenantId: from } }),
    boundTo: to === null ? null : { tenantId: to },
    ...(reason !== undefined && { reason }),
  }
  // Of two for one chain at once the later is refused by the key, and its transaction begins anew.
  await client.query(
    `insert into release_certificate (chain, sequence, certificate_id, kind, tenant_id, device_id, transfer_id,
       to_tenant_id, to_device_id, jws) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      chain,
      claims.sequence,
      claims.jti,
      kind,
      from,
      device.from,
      transferId,
      to,
      device.to,
      signer.sign(claims),
    ],
  )
  return claims.jti
}

function certified(device: ReleasedDevice): CertifiedDevice {
  const { manufacturer, model, serialNumber, productKeyId, ekDigest } = device
  return {
    manufacturer,
    model,
    serialNumber,
    ...(productKeyId !== null && { productKeyId }),
    ...(ekDigest !== undefined && { ekDigest: `sha256:${ekDigest}` }),
  }
}

/** What the public may know of a certificate. */
export async function certificateState(client: Client, id: string): Promise<CertificateStatus> {
  const { rows } = await client.query<{ superseded: boolean }>(
    `select exists (select from release_certificate as later
       where later.chain = certificate.chain and later.sequence > certificate.sequence) as superseded
     from release_certificate as certificate where certificate_id = $1`,
    [id],
  )
  if (rows[0] === undefined) return 'unknown'
  return rows[0].superseded ? 'superseded' : 'current'
}
