/**
 * All that the steps of a sign-in ask for, in one statement: what the request shows leads to its program and its
 * person. Each part is one row as JSON, in the columns that its own port reads.
 */
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import type { Wrap } from '../../core/wrap.ts'
import {
  type ApplicationRow,
  completeApplications,
  toApplication,
} from '../../storage/applications/application-rows.ts'
import { digest } from '../../storage/secrets/digest.ts'
import type { Store } from '../../storage/sql/store.ts'
import { type TenantRow, tenantsWithDomains, toTenant } from '../../storage/tenants/tenants.ts'
import type { ReadTogether, Shown, Together } from '../core/read-together.ts'
import { factorStanding, type StandingRow, toStanding } from './factors/factor-standings.ts'
import { type PersonRow, personColumns, toPerson } from './people.ts'
import { openState, type StateRow } from './protocol-rows.ts'

/** `$1` the tenant, `$2` kinds, `$3` the digest of the id, `$4` the program or null. */
const textOf = ({ tenant, application }: { tenant: string; application: string }) => `
  with shown as materialized (
    select * from protocol_state where tenant_id = $1 and kind = any($2::text[]) and id_digest = $3),
  states as (
    select * from shown
    union all
    select granted.* from protocol_state as granted, shown where (granted.tenant_id, granted.kind, granted.id_digest) = (shown.tenant_id, 'Grant', shown.grant_digest)
    union all
    select signed_in.* from protocol_state as signed_in, shown
      where signed_in.kind = 'Session' and (signed_in.tenant_id, signed_in.session_digest) = (shown.tenant_id, shown.session_digest)),
  subject as materialized (
    select coalesce($4::uuid, (select application_id from shown where application_id is not null limit 1)) as application_id,
      (select user_id from shown where user_id is not null order by kind = 'SignIn' desc limit 1) as user_id)
  select
    (select to_json(tenant_row) from (${tenant}) as tenant_row) as tenant,
    (select json_agg(json_build_object('tenant_id', tenant_id, 'kind', kind, 'id_digest', encode(id_digest, 'hex'),
      'payload', encode(payload, 'hex'), 'consumed_at', consumed_at,
      'seconds_left', extract(epoch from expires_at - business_now())::float8)) from states) as states,
    subject.application_id,
    (select to_json(application_row) from (${application}) as application_row) as application,
    subject.user_id,
    (select to_json(person_row) from (select ${personColumns.join(', ')} from directory_user as person
      where (person.tenant_id, person.user_id) = ($1, subject.user_id)) as person_row) as person,
    (select to_json(standing_row) from (${factorStanding.replaceAll('$2', 'subject.user_id')}) as standing_row) as standing,
    (select scopes from user_consent as consent
      where (consent.tenant_id, consent.application_id, consent.user_id) = ($1, subject.application_id, subject.user_id)) as scopes
  from subject`

/** Bytes and times are text in JSON. */
type InJson<Row> = {
  readonly [Name in keyof Row]: Row[Name] extends Buffer | Date
    ? string
    : Row[Name] extends Date | null
      ? string | null
      : Row[Name]
}

type Found = {
  readonly tenant: InJson<TenantRow> | null
  readonly states: readonly InJson<StateRow>[] | null
  readonly application_id: string | null
  readonly application: InJson<ApplicationRow> | null
  readonly user_id: string | null
  readonly person: InJson<PersonRow> | null
  readonly standing: StandingRow
  readonly scopes: readonly string[] | null
}

export function readTogetherIn({ db, pool }: Store, wrap: Wrap): ReadTogether {
  // Their parameters are the first ones of this statement, under the same numbers or names.
  const tenant = tenantsWithDomains(db).where('tenant_id', '=', '').compile().sql
  const application = completeApplications(db, '' as TenantId)
    .where('application_id', '=', '')
    .compile()
    .sql.replaceAll('$2', 'subject.application_id')
  const text = textOf({ tenant, application })

  return async ({ tenantId, id, kinds, applicationId }: Shown) => {
    const values = [tenantId, kinds, digest(id), applicationId ?? null]
    const { rows } = await pool.query<Found>({ name: 'read-together', text, values })
    const [row] = rows
    if (row === undefined) throw new Error('a select without a condition gave no row')
    return together(row, wrap)
  }
}

function together(row: Found, wrap: Wrap): Together {
  const { tenant, states, application_id: applicationId, user_id: personId } = row
  return {
    tenant:
      tenant === null ? undefined : toTenant({ ...tenant, created_at: at(tenant.created_at) }),
    states: (states ?? []).map((state) => ({
      kind: state.kind,
      state: openState(
        {
          ...state,
          id_digest: Buffer.from(state.id_digest, 'hex'),
          payload: Buffer.from(state.payload, 'hex'),
          consumed_at: at(state.consumed_at),
        },
        wrap,
      ),
    })),
    ...(applicationId !== null && {
      program: { id: applicationId as ApplicationId, application: applicationOf(row) },
    }),
    ...(personId !== null && {
      subject: {
        id: personId,
        person: personOf(row),
        standing: toStanding(row.standing),
        consents: row.scopes ?? [],
      },
    }),
  }
}

function applicationOf({ application }: Found) {
  if (application === null) return undefined
  const { created_at, disabled_at } = application
  return toApplication({ ...application, created_at: at(created_at), disabled_at: at(disabled_at) })
}

function personOf({ person }: Found) {
  if (person === null) return undefined
  const { sign_ins_valid_from, first_password_until } = person
  return toPerson({
    ...person,
    sign_ins_valid_from: at(sign_ins_valid_from),
    first_password_until: at(first_password_until),
  })
}

function at<Text extends string | null>(text: Text): Text extends null ? Date | null : Date
function at(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
