/** Imports that partners and OEMs sent: who sent them, and the events when their last row has its verdict. */
import type { AuditActor } from '../../core/audit/audit.ts'
import { lockTrails, writeEvent } from '../events/write-event.ts'
import type { Client } from '../sql/store.ts'
import type { Work } from './import-work.ts'

/** Undefined: the tenant sent it itself. */
export async function senderOf(
  client: Client,
  { importId, consentId }: Work,
): Promise<AuditActor | undefined> {
  if (consentId === undefined) return undefined
  const { rows } = await client.query<{ actor: AuditActor | null }>({
    name: 'channel-import-actor',
    text: 'select actor from channel_import where import_id = $1',
    values: [importId],
  })
  return rows[0]?.actor ?? undefined
}

type Job = { readonly channel: string; readonly partner_id: string }

/**
 * Before the last rows of a job are decided: both trails are locked in the order in which everybody locks them.
 * Undefined: there is nobody to notify.
 */
export async function lockForEnd(
  client: Client,
  { importId, tenantId, consentId }: Work,
): Promise<Job | undefined> {
  if (consentId === undefined) return undefined
  const { rows } = await client.query<Job>(
    'select channel, partner_id from channel_import where import_id = $1',
    [importId],
  )
  const [job] = rows
  if (job !== undefined) await lockTrails(client, [tenantId, job.partner_id])
  return job
}

/** After the work of the import is gone. */
export async function notifyOfEnd(
  client: Client,
  { importId, tenantId }: Work,
  { channel, partner_id: partnerId }: Job,
): Promise<void> {
  const finished = { type: 'partner.batch.finished', subjects: [importId] } as const
  await writeEvent(client, tenantId, finished)
  if (channel !== 'oemDirect') return await writeEvent(client, partnerId, finished)
  const submission = await finishedSubmission(client, partnerId, importId)
  if (submission !== undefined)
    await writeEvent(client, partnerId, {
      type: 'oem.submission.finished',
      subjects: [submission],
    })
}

/** A submission for several customers is several imports; it ends with the last of them. */
async function finishedSubmission(
  client: Client,
  oemId: string,
  importId: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ submission_id: string; imports: string[] }>(
    `select submission_id, array(select sent ->> 'importId' from jsonb_array_elements(rows) as sent) as imports
     from oem_submission as submission where tenant_id = $1
       and rows @> jsonb_build_array(jsonb_build_object('importId', $2::text))`,
    [oemId, importId],
  )
  const [submission] = rows
  if (submission === undefined) return undefined
  const { rowCount } = await client.query(
    'select from import_work where import_id = any($1::uuid[]) limit 1',
    [submission.imports],
  )
  return rowCount === 0 ? submission.submission_id : undefined
}
