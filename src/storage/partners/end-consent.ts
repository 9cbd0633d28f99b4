/**
 * Ends consents. The consent's row is locked first: that waits for the slice whose rows are being written by it
 * (`imports/consent-gate.ts`), and then every row that is left ends in the same transaction.
 */
import type { ConsentId, ImportId, TenantId } from '../../core/ids.ts'
import type { ConsentEnd, ConsentParties, Ended } from '../../core/partners/consent.ts'
import { refuseUndecided } from '../imports/consent-gate.ts'
import type { Client } from '../sql/store.ts'

type Pair = { readonly customerId: TenantId; readonly partnerId: TenantId }

export async function endConsent(
  client: Client,
  {
    customerId,
    id,
    state,
    by,
    reason,
  }: ConsentEnd & {
    readonly customerId: TenantId
    readonly id: ConsentId
  },
): Promise<Ended | undefined> {
  const { rows } = await client.query<{ ended_at: Date }>(
    `update consent set state = $3, ended_at = business_now(), ended_by = $4, reason = $5, version = version + 1
     where tenant_id = $1 and consent_id = $2
       and (state = 'suspended' or (state = 'granted' and valid_until > business_now())) returning ended_at`,
    [customerId, id, state, by, reason],
  )
  const [ended] = rows
  if (ended === undefined) return undefined
  return { endedAt: ended.ended_at, rowsStopped: await stopRows(client, customerId, id) }
}

/** Of a pair, what is past its date but still called granted. */
export async function expireOf(client: Client, { customerId, partnerId }: Pair): Promise<void> {
  await client.query(
    `update consent set state = 'expired', ended_at = valid_until, version = version + 1
     where tenant_id = $1 and partner_id = $2 and state = 'granted' and valid_until <= business_now()`,
    [customerId, partnerId],
  )
}

export async function suspendAll(
  client: Client,
  partnerId: TenantId,
): Promise<readonly ConsentParties[]> {
  const { rows: own } = await client.query<Parties>(
    `select tenant_id, consent_id, partner_id from consent where partner_id = $1 and state = 'granted'
     order by tenant_id, consent_id`,
    [partnerId],
  )
  return await stopped(
    client,
    await each(client, own, { change: "state = 'suspended'", isStill: "state = 'granted'" }),
  )
}

export async function expireDue(
  client: Client,
  atMost: number,
): Promise<readonly ConsentParties[]> {
  const isDue = "state = 'granted' and valid_until <= business_now()"
  const { rows: due } = await client.query<Parties>(
    `select tenant_id, consent_id, partner_id from consent where ${isDue} order by tenant_id, consent_id limit $1`,
    [atMost],
  )
  return await stopped(
    client,
    await each(client, due, {
      change: "state = 'expired', ended_at = valid_until",
      isStill: isDue,
    }),
  )
}

/** One after the other in their order, each on its node; those that are still so. Both texts are SQL. */
async function each(
  client: Client,
  consents: readonly Parties[],
  { change, isStill }: { readonly change: string; readonly isStill: string },
): Promise<readonly Parties[]> {
  const changed: Parties[] = []
  for (const { tenant_id, consent_id } of consents) {
    const { rows } = await client.query<Parties>(
      `update consent set ${change}, version = version + 1 where tenant_id = $1 and consent_id = $2 and ${isStill}
       returning tenant_id, consent_id, partner_id`,
      [tenant_id, consent_id],
    )
    changed.push(...rows)
  }
  return changed
}

type Parties = {
  readonly tenant_id: TenantId
  readonly consent_id: ConsentId
  readonly partner_id: TenantId
}

async function stopped(
  client: Client,
  rows: readonly Parties[],
): Promise<readonly ConsentParties[]> {
  for (const { tenant_id, consent_id } of rows) await stopRows(client, tenant_id, consent_id)
  return rows.map(({ tenant_id, consent_id, partner_id }) => ({
    id: consent_id,
    customerId: tenant_id,
    partnerId: partner_id,
  }))
}

export async function resumeAll(client: Client, partnerId: TenantId): Promise<void> {
  await client.query(
    "update consent set state = 'granted', version = version + 1 where partner_id = $1 and state = 'suspended'",
    [partnerId],
  )
}

/** Rows that wait for a runner, and rows that wait for a person. */
async function stopRows(client: Client, tenantId: TenantId, id: ConsentId): Promise<number> {
  const { rows: imports } = await client.query<{ import_id: ImportId }>(
    'select import_id from import_work where tenant_id = $1 and consent_id = $2',
    [tenantId, id],
  )
  let stopped = 0
  for (const { import_id } of imports)
    stopped += await refuseUndecided(client, { importId: import_id, tenantId })
  const { rows: held } = await client.query<{ import_id: string; row_number: number }>(
    `update identity_conflict set state = 'rejected', decided_at = business_now(), decided_by = 'consent ended'
     where tenant_id = $1 and state = 'open' and device_id is null
       and import_id in (select import_id from channel_import where consent_id = $2)
     returning import_id, row_number`,
    [tenantId, id],
  )
  for (const { import_id, row_number } of held)
    await client.query(
      "update import_row set refusal = 'ConsentRevoked' where import_id = $1 and row_number = $2",
      [import_id, row_number],
    )
  return stopped + held.length
}
