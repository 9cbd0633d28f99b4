/**
 * Records a contact: its time, the strength of the claim, an event, the profile and the session. The usual contact,
 * of a device that has proved itself before, is part of one statement; a first proof is audited too.
 */
import type pg from 'pg'
import type { ContactLog, ContactNote } from '../../core/deployment/contact.ts'
import type { NewDeploymentEvent } from '../../core/deployment/deployment-event.ts'
import { sessionSeconds } from '../../core/deployment/session.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Holder } from '../../core/imports/slice.ts'
import { newUuid } from '../../core/uuid.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { batched } from '../sql/batched.ts'
import type { Store } from '../sql/store.ts'
import { auditOfProof } from './audit-of-proof.ts'

/**
 * For how many minutes a stranger's attempts are not reported again: repeated attempts must not fill the owner's
 * list.
 */
const quietMinutes = 10

export function contactLogIn({
  pool,
  transaction,
}: Pick<Store, 'pool' | 'transaction'>): ContactLog {
  const noteUsual = usualNotes(pool)
  return {
    async note(note) {
      if (!note.isProven) return await noteStranger(pool, note)
      if (!note.isBlocked && (await noteUsual(note))) return
      await transaction(({ client }) => noteWithAudit(client, note))
    },

    async lastProfile({ tenantId, deviceId }) {
      const { rows } = await pool.query<{ profile_id: string }>(
        'select profile_id from device_contact where tenant_id = $1 and device_id = $2',
        [tenantId, deviceId],
      )
      return rows[0]?.profile_id ?? null
    },

    async proposeKey({ tenantId, deviceId }, digest) {
      await pool.query(
        `insert into device_key (tenant_id, device_id, digest) select tenant_id, device_id, $3 from device
         where tenant_id = $1 and device_id = $2 on conflict do nothing`,
        [tenantId, deviceId, Buffer.from(digest, 'hex')],
      )
    },
  }
}

/**
 * One statement for all of a tenant that come at about the same time. False: it has not proved itself before, or is gone.
 * Tenants have lines of their own: if a statement fails, nobody's contact is noted again that has been noted.
 */
function usualNotes(pool: Pick<pg.ClientBase, 'query'>): (note: ContactNote) => Promise<boolean> {
  const lines = new Map<TenantId, (note: ContactNote) => Promise<boolean>>()
  return (note) => {
    const { tenantId } = note.holder
    const line = lines.get(tenantId) ?? batched((notes) => noteAll(pool, tenantId, notes))
    lines.set(tenantId, line)
    return line(note)
  }
}

/** Whether each was noted. The tenant is a value, so that all of it happens on its node. */
async function noteAll(
  pool: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  notes: readonly ContactNote[],
): Promise<readonly boolean[]> {
  const { rows } = await pool.query<{ place: number }>({
    name: 'contact-notes',
    text: `with noted as (select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bytea[])
        with ordinality as noted(device_id, event_id, kind, code, detail, profile_id, digest, place)),
      held as (select device_id from device
        where tenant_id = $1 and device_id = any($2::uuid[]) and claim_level >= 2 order by device_id for no key update),
      moved as (update device set last_contacted_at = business_now() from held
        where device.tenant_id = $1 and device.device_id = held.device_id returning device.tenant_id, device.device_id),
      touched as (select moved.tenant_id, noted.* from noted join moved using (device_id)),
      inserted as (insert into deployment_event (tenant_id, device_id, event_id, kind, code, detail)
        select tenant_id, device_id, event_id, kind, code, detail from touched),
      ${givenSql('touched', { profile: 'profile_id', digest: 'digest', seconds: '$9' })}
      select place::int from touched`,
    values: [tenantId, ...columnsOf(notes), sessionSeconds],
  })
  const places = new Set(rows.map(({ place }) => place))
  return notes.map((_, n) => places.has(n + 1))
}

function columnsOf(notes: readonly ContactNote[]): readonly unknown[] {
  const rows = notes.map(({ holder, event, given }) => [
    ...valuesOf(holder, event).slice(1),
    given?.profileId ?? null,
    given?.sessionDigest ?? null,
  ])
  return Array.from({ length: 7 }, (_, column) => rows.map((row) => row[column]))
}

async function noteWithAudit(
  client: Pick<pg.ClientBase, 'query'>,
  note: ContactNote,
): Promise<void> {
  const { holder, event, given, keyDigest = '', isBlocked = false } = note
  const { tenantId, deviceId } = holder
  const { rows } = await client.query<{ claim_level: number }>(
    'select claim_level from device where tenant_id = $1 and device_id = $2 for update',
    [tenantId, deviceId],
  )
  const [before] = rows
  if (before === undefined) return
  await client.query(
    `update device set last_contacted_at = business_now(), claim_level = greatest(claim_level, 2),
       provisional_until = null, enrollment_state = case when $3 then 'blocked' else enrollment_state end
     where tenant_id = $1 and device_id = $2`,
    [tenantId, deviceId, isBlocked],
  )
  const isFirst = before.claim_level < 2
  if (isFirst) await addEvent(client, holder, { kind: 'claim-proven', code: null, detail: null })
  await addEvent(client, holder, event)
  await client.query(
    `with touched as (select $1::uuid as tenant_id, $2::uuid as device_id),
     ${givenSql('touched', { profile: '$3::uuid', digest: '$4::bytea', seconds: '$5' })} select`,
    [tenantId, deviceId, given?.profileId ?? null, given?.sessionDigest ?? null, sessionSeconds],
  )
  const entry = auditOfProof({ deviceId, keyDigest, before: before.claim_level, isBlocked })
  await appendAudit(client, tenantId, isFirst || isBlocked ? [entry] : [])
}

async function noteStranger(
  pool: Pick<pg.ClientBase, 'query'>,
  { holder, event }: ContactNote,
): Promise<void> {
  await pool.query(
    `insert into deployment_event (tenant_id, device_id, event_id, kind, code, detail)
     select tenant_id, device_id, $3, $4, $5, $6 from device
     where tenant_id = $1 and device_id = $2 and not exists (select from deployment_event as event
       where event.tenant_id = $1 and event.device_id = $2 and event.kind = $4
         and event.at > business_now() - make_interval(mins => $7))`,
    [...valuesOf(holder, event), quietMinutes],
  )
}

export async function addEvent(
  client: Pick<pg.ClientBase, 'query'>,
  holder: Holder,
  event: NewDeploymentEvent,
): Promise<void> {
  await client.query(
    `insert into deployment_event (tenant_id, device_id, event_id, kind, code, detail)
     select tenant_id, device_id, $3, $4, $5, $6 from device where tenant_id = $1 and device_id = $2`,
    valuesOf(holder, event),
  )
}

/** Events of one device, in order. */
export async function addEvents(
  client: Pick<pg.ClientBase, 'query'>,
  holder: Holder,
  events: readonly NewDeploymentEvent[],
): Promise<void> {
  for (const event of events) await addEvent(client, holder, event)
}

function valuesOf({ tenantId, deviceId }: Holder, { kind, code, detail }: NewDeploymentEvent) {
  return [tenantId, deviceId, newUuid(), kind, code, detail]
}

type GivenColumns = {
  readonly profile: string
  readonly digest: string
  readonly seconds: string
}

/** The profile and the session, if there is one. */
function givenSql(from: string, { profile, digest, seconds }: GivenColumns): string {
  return `had as (insert into device_contact (tenant_id, device_id, profile_id)
      select distinct tenant_id, device_id, ${profile} from ${from} where ${profile} is not null
      on conflict (tenant_id, device_id) do update set profile_id = excluded.profile_id
        where device_contact.profile_id <> excluded.profile_id),
    begun as (insert into deployment_session (tenant_id, session_digest, device_id, profile_id, expires_at)
      select tenant_id, ${digest}, device_id, ${profile}, business_now() + make_interval(secs => ${seconds})
      from ${from} where ${profile} is not null)`
}
