/** What a partner has sent for a customer, as the customer reads it. */
import type { ConsentId } from '../../core/ids.ts'
import type { Batches } from '../../core/partners/batch.ts'
import { timeOfUuid } from '../../core/uuid.ts'
import type { Store } from '../sql/store.ts'

type Row = {
  readonly import_id: string
  readonly channel: string
  readonly name: string | null
  readonly consent_id: string
  readonly rows: number
  readonly complete: string
  readonly error: string
}

export function submissionsIn(client: Store['pool']): Batches['submissions'] {
  return async ({ customerId, partnerId }, { after, limit }) => {
    const { rows } = await client.query<Row>(
      `select sent.import_id, sent.channel, batch.name, sent.consent_id, sent.rows,
         count(*) filter (where import_row.status = 'complete') as complete,
         count(*) filter (where import_row.status = 'error') as error
       from (select * from channel_import where tenant_id = $1 and partner_id = $2
         and ($4::uuid is null or import_id < $4) order by import_id desc limit $3) as sent
       left join device_batch as batch on batch.tenant_id = sent.tenant_id and batch.partner_id = sent.partner_id
         and batch.batch_key = sent.batch_key
       left join import_row on import_row.import_id = sent.import_id
       group by sent.import_id, sent.channel, batch.name, sent.consent_id, sent.rows order by sent.import_id desc`,
      [customerId, partnerId, limit, after ?? null],
    )
    return rows.map((row) => ({
      id: row.import_id,
      channel: row.channel,
      batch: row.name,
      consentId: row.consent_id as ConsentId,
      at: timeOfUuid(row.import_id),
      rows: row.rows,
      complete: Number(row.complete),
      error: Number(row.error),
    }))
  }
}
