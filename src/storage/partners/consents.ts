/** Consents in PostgreSQL. How one ends while rows are decided: `end-consent.ts`. */
import type { Selectable } from 'kysely'
import type { ConsentId, TenantId } from '../../core/ids.ts'
import type {
  Consent,
  ConsentScope,
  ConsentState,
  Consents,
  ConsentUse,
} from '../../core/partners/consent.ts'
import type { Database } from '../sql/schema.ts'
import type { Store } from '../sql/store.ts'
import { endConsent, expireDue, expireOf, resumeAll, suspendAll } from './end-consent.ts'

type Row = Selectable<Database['consent']> & {
  readonly shown_state: ConsentState
  readonly devices?: string
}

const members = `consent.*, case when consent.state = 'granted' and valid_until <= business_now()
  then 'expired' else consent.state end as shown_state`

const inForce = "state = 'granted' and valid_until > business_now()"

/** `$1` is the tenant. */
const counted = `(select count(*) from device where device.tenant_id = $1
  and device.partner_id is not null and device.consent_id = consent.consent_id) as devices`

export function consentsIn({ pool, transaction }: Store): Consents {
  const select = async (where: string, values: readonly unknown[]): Promise<readonly Row[]> => {
    const { rows } = await pool.query<Row>(`select ${members} from consent where ${where}`, [
      ...values,
    ])
    return rows
  }
  return {
    async find(customerId, id) {
      const { rows } = await pool.query<Row>(
        `select ${members}, ${counted} from consent where tenant_id = $1 and consent_id = $2`,
        [customerId, id],
      )
      return rows[0] && toUse(rows[0])
    },

    async inForce(customerId, partnerId) {
      const [row] = await select(
        `tenant_id = $1 and ${inForce} and (partner_id = $2 or partner_id in
           (select tenant.tenant_id from tenant where provider_id = $2 and partner_kind = 'cspIndirectReseller' and status = 'active'))
         order by partner_id <> $2, granted_at limit 1`,
        [customerId, partnerId],
      )
      return row && toConsent(row)
    },

    async ofCustomer(customerId) {
      const { rows } = await pool.query<Row>(
        `select ${members}, ${counted} from consent where tenant_id = $1
         order by ${inForce} desc, granted_at desc`,
        [customerId],
      )
      return rows.map(toUse)
    },

    async ofPartner(partnerId) {
      const rows = await select(
        `${inForce} and (partner_id = $1 or partner_id in
           (select tenant.tenant_id from tenant where provider_id = $1 and partner_kind = 'cspIndirectReseller' and status = 'active'))`,
        [partnerId],
      )
      return rows.map(toConsent)
    },

    grant: (consent) =>
      transaction(async ({ client }) => {
        const { customerId, partnerId } = consent
        await expireOf(client, { customerId, partnerId })
        const { rows } = await client.query<{ consent_id: ConsentId }>(
          `insert into consent (tenant_id, consent_id, partner_id, scopes, delegated_admin, granted_by, valid_until,
             max_devices, max_removals_per_day)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (tenant_id, partner_id) where state in ('granted', 'suspended') do update set
             scopes = excluded.scopes, delegated_admin = excluded.delegated_admin, granted_by = excluded.granted_by,
             granted_at = excluded.granted_at, valid_until = excluded.valid_until, max_devices = excluded.max_devices,
             max_removals_per_day = excluded.max_removals_per_day, version = consent.version + 1
           returning consent_id`,
          [
            customerId,
            consent.id,
            partnerId,
            consent.scopes,
            consent.delegatedAdmin,
            consent.grantedBy,
            consent.validUntil,
            consent.maxDevices,
            consent.maxRemovalsPerDay,
          ],
        )
        return rows[0]?.consent_id ?? consent.id
      }),

    async limit({ customerId, id, version }, limits) {
      const { rowCount } = await pool.query(
        `update consent set scopes = $4, valid_until = $5, max_devices = $6, max_removals_per_day = $7, version = version + 1
         where tenant_id = $1 and consent_id = $2 and version = $3 and ${inForce}`,
        [
          customerId,
          id,
          version,
          limits.scopes,
          limits.validUntil,
          limits.maxDevices,
          limits.maxRemovalsPerDay,
        ],
      )
      return rowCount === 1 ? await this.find(customerId, id) : undefined
    },

    end: (customerId, id, end) =>
      transaction(({ client }) => endConsent(client, { customerId, id, ...end })),
    suspend: (partnerId) => transaction(({ client }) => suspendAll(client, partnerId)),
    expireDue: (atMost) => transaction(({ client }) => expireDue(client, atMost)),
    resume: (partnerId) => resumeAll(pool, partnerId),

    async hold(customerId, id) {
      const { rows } = await pool.query<{ scopes: ConsentScope[]; open: boolean }>(
        `select scopes, ${inForce} as open from consent where tenant_id = $1 and consent_id = $2 for update`,
        [customerId, id],
      )
      return rows[0]?.open === true ? rows[0].scopes : undefined
    },

    async spendRemovals(customerId, id, asked) {
      const { rows } = await pool.query<{ spent: number }>(
        `with today as (select consent_id, day, used, least($3, coalesce(max_removals_per_day - used, $3)) as spent from (
            select consent_id, day, max_removals_per_day, case when removal_day = day then removals else 0 end as used
            from consent, (select (business_now() at time zone 'UTC')::date as day) as now
            where tenant_id = $1 and consent_id = $2 and ${inForce} for update of consent) as held)
         update consent set last_used_at = business_now(), removal_day = today.day, removals = today.used + today.spent
         from today where tenant_id = $1 and consent.consent_id = today.consent_id and today.spent > 0
         returning today.spent`,
        [customerId, id, asked],
      )
      return rows[0]?.spent ?? 0
    },
  }
}

function toUse(row: Row): ConsentUse {
  return { ...toConsent(row), devices: Number(row.devices ?? 0) }
}

function toConsent(row: Row): Consent {
  return {
    id: row.consent_id as ConsentId,
    customerId: row.tenant_id as TenantId,
    partnerId: row.partner_id as TenantId,
    scopes: row.scopes as ConsentScope[],
    delegatedAdmin: row.delegated_admin,
    grantedAt: row.granted_at,
    grantedBy: row.granted_by,
    validUntil: row.valid_until,
    maxDevices: row.max_devices,
    maxRemovalsPerDay: row.max_removals_per_day,
    state: row.shown_state,
    version: row.version,
    endedAt: row.ended_at ?? (row.shown_state === 'expired' ? row.valid_until : null),
    endedBy: row.ended_by,
    reason: row.reason,
    lastUsedAt: row.last_used_at,
  }
}
