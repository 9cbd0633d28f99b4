/** Sign-ins beside the protocol's own memory (`protocol-state.ts`), found there by the same digests. */

import { digest } from '../../storage/secrets/digest.ts'
import type { Store } from '../../storage/sql/store.ts'
import { maxListed, type SignIn, type SignIns } from '../core/sign-ins.ts'

const note = `insert into sign_in (tenant_id, user_id, application_id, grant_digest, session_digest, address, user_agent)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (tenant_id, grant_digest) do update set
    used_at = now(), session_digest = excluded.session_digest,
    address = excluded.address, user_agent = excluded.user_agent`

/** A sign-in is active while its grant exists, a browser session or a renewable token uses it, and it was not ended with all others. */
const list = `
  select encode(sign_in.grant_digest, 'hex') as id, sign_in.application_id, sign_in.begun_at, sign_in.used_at, sign_in.address, sign_in.user_agent,
    sign_in.session_digest = $3 as here
  from sign_in
  where (sign_in.tenant_id, sign_in.user_id) = ($1, $2)
    and not exists (select from directory_user as person where (person.tenant_id, person.user_id) = ($1, $2)
      and person.sign_ins_valid_from > sign_in.used_at)
    and exists (select from protocol_state as granted where (granted.tenant_id, granted.kind, granted.id_digest) = (sign_in.tenant_id, 'Grant', sign_in.grant_digest)
      and granted.expires_at > now())
    and exists (select from protocol_state as alive where alive.tenant_id = sign_in.tenant_id and alive.expires_at > now() and alive.consumed_at is null
      and (alive.kind = 'Session' and alive.session_digest = sign_in.session_digest
        or alive.kind = 'RefreshToken' and alive.grant_digest = sign_in.grant_digest))
  order by sign_in.used_at desc limit ${maxListed}`

const end = `
  with gone as (delete from sign_in where (tenant_id, user_id, grant_digest) = ($1, $2, $3)
    returning tenant_id, grant_digest, session_digest),
  state as (delete from protocol_state using gone where protocol_state.tenant_id = gone.tenant_id
    and (protocol_state.grant_digest = gone.grant_digest
      or protocol_state.kind = 'Grant' and protocol_state.id_digest = gone.grant_digest
      or protocol_state.kind = 'Session' and protocol_state.session_digest = gone.session_digest))
  select from gone`

type Row = {
  readonly id: string
  readonly application_id: string
  readonly begun_at: Date
  readonly used_at: Date
  readonly address: string
  readonly user_agent: string
  readonly here: boolean | null
}

/** Characters of what a browser calls itself. */
const maxAgentLength = 200

export function signInsIn({ pool }: Store): SignIns {
  return {
    async note({ tenantId, personId, applicationId, grantId, sessionUid, address, userAgent }) {
      const agent = userAgent.slice(0, maxAgentLength)
      const digests = [digest(grantId), digest(sessionUid)]
      await pool.query(note, [tenantId, personId, applicationId, ...digests, address, agent])
    },
    async list({ tenantId, id }, sessionUid) {
      const { rows } = await pool.query<Row>(list, [tenantId, id, digest(sessionUid)])
      return rows.map(fromRow)
    },
    async end({ tenantId, id: personId }, id) {
      if (!/^[0-9a-f]{64}$/.test(id)) return false
      const { rowCount } = await pool.query(end, [tenantId, personId, Buffer.from(id, 'hex')])
      return rowCount === 1
    },
  }
}

function fromRow({ here, ...row }: Row): SignIn {
  return {
    id: row.id,
    applicationId: row.application_id,
    begunAt: row.begun_at,
    usedAt: row.used_at,
    address: row.address,
    userAgent: row.user_agent,
    isHere: here === true,
  }
}
