/**
 * A consent that ends and rows that it lets in meet at the consent's row lock: a runner that decides rows holds it until they
 * are written, so what ends it waits for them, and nothing of it is written afterwards. The consent is locked
 * first, then rows.
 */

import { receiptId } from '../../core/ids.ts'
import type { Client } from '../sql/store.ts'
import type { Work } from './import-work.ts'

/** How many more devices it lets in; none said = as many as come. */
type Gate = { readonly registrationsLeft?: number }

const inForce = "state = 'granted' and valid_until > business_now()"

/** Holds the consent of an import until the transaction ends. */
export async function holdConsent(
  client: Client,
  { tenantId, consentId }: Work,
): Promise<Gate | 'shut'> {
  if (consentId === undefined) return {}
  const { rows } = await client.query<{ open: boolean; max_devices: number | null }>({
    name: 'consent-hold',
    text: `select ${inForce} as open, max_devices from consent
      where tenant_id = $1 and consent_id = $2 for update`,
    values: [tenantId, consentId],
  })
  const [consent] = rows
  if (consent?.open !== true) return 'shut'
  if (consent.max_devices === null) return {}
  const { rows: counted } = await client.query<{ devices: string }>({
    name: 'consent-devices',
    text: `select count(*) as devices from device
      where tenant_id = $1 and partner_id is not null and consent_id = $2`,
    values: [tenantId, consentId],
  })
  return { registrationsLeft: consent.max_devices - Number(counted[0]?.devices ?? 0) }
}

/** Holds it against its end, but not against others who use it, until the transaction ends. */
export async function isConsentInForce(
  client: Client,
  tenantId: string,
  consentId: string,
): Promise<boolean> {
  const { rows } = await client.query<{ open: boolean }>(
    `select ${inForce} as open from consent where tenant_id = $1 and consent_id = $2 for share`,
    [tenantId, consentId],
  )
  return rows[0]?.open === true
}

/** Ends the undecided rows of an import; their hashes are of no use. */
export async function refuseUndecided(
  client: Client,
  { importId, tenantId }: Pick<Work, 'importId' | 'tenantId'>,
): Promise<number> {
  const { rows } = await client.query<{ row_number: number }>(
    `update import_row set status = 'error', refusal = 'ConsentRevoked', decided_at = business_now()
     where import_id = $1 and status = 'undecided' returning row_number`,
    [importId],
  )
  await client.query(
    'delete from hardware_hash where tenant_id = $1 and hash_id = any($2::uuid[])',
    [tenantId, rows.map(({ row_number }) => receiptId(importId, row_number))],
  )
  return rows.length
}
