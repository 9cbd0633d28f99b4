/**
 * Notices to others than the importing tenant: to an owner whose device another tenant has submitted, and to the operators
 * about a tenant that has used up today's disclosures. Stored with the import but sent separately, so that no import waits
 * for another tenant's audit trail.
 */
import type pg from 'pg'
import { allOf } from '../../core/all-of.ts'
import type { AuditEntry } from '../../core/audit/audit.ts'
import type { RowDecision } from '../../core/imports/slice.ts'
import { newUuid } from '../../core/uuid.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { writeEvent } from '../events/write-event.ts'
import type { SeenHolders } from '../identity/holders.ts'
import type { Store } from '../sql/store.ts'
import type { HeldWork } from './held-work.ts'

type Client = Pick<pg.ClientBase, 'query'>

type Notice = {
  readonly tenantId: string
  readonly kind: 'submitted-elsewhere' | 'answers-spent'
  readonly subjectId: string
}

/** Each subject once a day. */
export async function noteDisclosures(
  { client, work, seen }: HeldWork & { readonly seen: SeenHolders },
  decisions: readonly RowDecision[],
): Promise<void> {
  const owners = new Map([...seen.holders.values()].flat().map((each) => [each.deviceId, each]))
  const notices = decisions.flatMap((each): Notice[] => {
    if (each.kind !== 'refused') return []
    if (each.held?.reason === 'disclosures-spent')
      return [{ tenantId: work.tenantId, kind: 'answers-spent', subjectId: work.tenantId }]
    const matched = each.matched === undefined ? undefined : owners.get(each.matched)
    return [...(each.held?.candidates ?? []), ...(matched === undefined ? [] : [matched])].flatMap(
      ({ tenantId, deviceId }) =>
        tenantId === work.tenantId
          ? []
          : [{ tenantId, kind: 'submitted-elsewhere', subjectId: deviceId }],
    )
  })
  if (notices.length === 0) return
  await client.query({
    name: 'disclosure-notice-note',
    // In one order, since slices of many tenants may name the same devices at once.
    text: `insert into disclosure_notice as notice (tenant_id, kind, subject_id, day)
      select distinct tenant, kind, subject, (business_now() at time zone 'UTC')::date
      from unnest($1::uuid[], $2::text[], $3::uuid[]) as given(tenant, kind, subject) order by 1, 2, 3
      on conflict (tenant_id, kind, subject_id) do update set day = excluded.day, notified_at = null
      where notice.day < excluded.day`,
    values: [
      notices.map(({ tenantId }) => tenantId),
      notices.map(({ kind }) => kind),
      notices.map(({ subjectId }) => subjectId),
    ],
  })
}

/** Sends pending notices; concurrent servers share them, so that each is sent once. A tenant's that fail hold up no others. */
export async function sendDisclosureNotices(store: Store): Promise<void> {
  const { rows } = await store.pool.query<{ tenant_id: string }>(
    'select distinct tenant_id from disclosure_notice where notified_at is null limit 100',
  )
  await allOf(
    ...rows.map((row) => () => store.transaction(({ client }) => notify(client, row.tenant_id))),
  )
}

async function notify(client: Client, tenantId: string): Promise<void> {
  const { rows } = await client.query<{ kind: Notice['kind']; subject_id: string }>(
    `update disclosure_notice set notified_at = now() where tenant_id = $1 and (kind, subject_id) in
       (select kind, subject_id from disclosure_notice
        where tenant_id = $1 and notified_at is null for update skip locked)
     returning kind, subject_id`,
    [tenantId],
  )
  const devices = rows.flatMap((each) =>
    each.kind === 'submitted-elsewhere' ? [each.subject_id] : [],
  )
  if (devices.length > 0)
    await announce(client, tenantId, { type: 'device.sighted', subjects: devices })
  if (rows.some(({ kind }) => kind === 'answers-spent')) await notifyOperators(client, tenantId)
}

async function notifyOperators(client: Client, spentBy: string): Promise<void> {
  const { rows } = await client.query<{ tenant_id: string }>(
    `select distinct tenant_id from directory_user where 'Platform Operator' = any(roles)
     union select tenant_id from application where 'Taxiway.Tenant.ReadWrite.All' = any(roles) order by 1`,
  )
  for (const { tenant_id } of rows)
    await announce(client, tenant_id, { type: 'tenant.disclosures.spent', subjects: [spentBy] })
}

type Announcement = {
  readonly type: 'device.sighted' | 'tenant.disclosures.spent'
  readonly subjects: readonly string[]
}

const entries = {
  'device.sighted': ['Enrollment', 'Submitted by another tenant'],
  'tenant.disclosures.spent': ['Tenant', 'Answers about devices of others are spent'],
} as const

/** Resources named by one entry. */
const maxResources = 100

async function announce(
  client: Client,
  tenantId: string,
  { type, subjects }: Announcement,
): Promise<void> {
  const [category, activity] = entries[type]
  const resource = type === 'tenant.disclosures.spent' ? 'Tenant' : 'WindowsAutopilotDeviceIdentity'
  const entry: AuditEntry = {
    category,
    activity,
    operation: 'Action',
    result: 'Success',
    actor: { kind: 'system', job: 'import decisions' },
    correlationId: newUuid(),
    resources: subjects.slice(0, maxResources).map((id) => ({ type: resource, id })),
  }
  await appendAudit(client, tenantId, [entry])
  await writeEvent(client, tenantId, { type, subjects })
}
