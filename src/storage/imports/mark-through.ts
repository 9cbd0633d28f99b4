/** Marks an import with its channel. A partner's rows are decided at once, while the consent is in force. */
import { DomainError } from '../../core/errors.ts'
import type { NewImport, Through, ThroughPartner } from '../../core/imports/imported-device.ts'
import type { Client } from '../sql/store.ts'
import { isConsentInForce } from './consent-gate.ts'
import { atOnce } from './import-work.ts'

export async function markThrough(
  client: Client,
  submitted: NewImport,
  through: Through,
): Promise<void> {
  if (through.channel !== 'mdmAuto') return await markPartners(client, submitted, through)
  const { id, tenantId, submissions } = submitted
  await client.query(
    `insert into channel_import (import_id, tenant_id, channel, rows) values ($1, $2, $3, $4)`,
    [id, tenantId, through.channel, submissions.length],
  )
}

/** Throws `no-relationship` where the consent has ended since the request came. */
async function markPartners(
  client: Client,
  { id, tenantId, submissions }: NewImport,
  { channel, partnerId, consentId, batchKey, actor }: ThroughPartner,
): Promise<void> {
  if (!(await isConsentInForce(client, tenantId, consentId)))
    throw new DomainError('no-relationship', 'The customer no longer allows this.')
  await client.query(
    `insert into channel_import (import_id, tenant_id, channel, partner_id, consent_id, batch_key, rows, actor)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, tenantId, channel, partnerId, consentId, batchKey, submissions.length, actor],
  )
  await client.query(
    `update import_work set consent_id = $2, run_at = ${atOnce} where import_id = $1`,
    [id, consentId],
  )
}
