/**
 * The state of the sign-in protocol as it is stored. A reader of the database must not be able to use it, so ids are
 * digests and payloads, which repeat the ids, are encrypted. Ids have 128 random bits or more: a plain digest cannot be
 * guessed back.
 */
import { sql } from 'kysely'
import type { Wrap } from '../../core/wrap.ts'
import { digest } from '../../storage/secrets/digest.ts'
import type { State, StateKey, StateWrite } from '../core/protocol-state.ts'

export type StateRow = {
  readonly tenant_id: string
  readonly kind: string
  readonly id_digest: Buffer
  readonly payload: Buffer
  readonly consumed_at: Date | null
  /** Absent: it never expires. */
  readonly seconds_left: number | null
}

export function rowOf(
  key: StateKey,
  { payload, names }: NonNullable<StateWrite['put']>,
  wrap: Wrap,
) {
  const { expiresIn } = names
  return {
    ...identity(key),
    payload: seal(key, payload, wrap),
    grant_digest: digestOrNull(names.grantId),
    session_digest: digestOrNull(names.sessionUid),
    user_code_digest: digestOrNull(names.userCode),
    application_id: names.applicationId ?? null,
    user_id: names.personId ?? null,
    expires_at:
      expiresIn === undefined
        ? null
        : sql<Date>`business_now() + make_interval(secs => ${expiresIn})`,
  }
}

/** What a second `put` of the same key replaces. */
export const replaced = [
  'payload',
  'grant_digest',
  'session_digest',
  'user_code_digest',
  'application_id',
  'user_id',
  'expires_at',
] as const

export function identity({ tenantId, kind, id }: StateKey) {
  return { tenant_id: tenantId, kind, id_digest: digest(id) }
}

export function isKey(key: StateKey) {
  const { tenant_id, kind, id_digest } = identity(key)
  return sql<boolean>`(tenant_id, kind, id_digest) = (${tenant_id}, ${kind}, ${id_digest})`
}

export function seal(key: StateKey, payload: State['payload'], wrap: Wrap): Buffer {
  return Buffer.from(wrap.wrap(Buffer.from(JSON.stringify(payload)), contextOf(identity(key))))
}

export function openState(row: StateRow, wrap: Wrap): State {
  const plain = Buffer.from(wrap.unwrap(row.payload, contextOf(row))).toString('utf8')
  const payload = JSON.parse(plain) as State['payload']
  return {
    payload,
    ...(row.consumed_at !== null && { consumedAt: row.consumed_at }),
    ...(row.seconds_left !== null && { secondsLeft: row.seconds_left }),
  }
}

/** Binds a payload to its row, so that one cannot be moved to another tenant or kind. */
function contextOf({
  tenant_id,
  kind,
  id_digest,
}: Pick<StateRow, 'tenant_id' | 'kind' | 'id_digest'>): string {
  return `protocol_state:${tenant_id}:${kind}:${id_digest.toString('hex')}`
}

function digestOrNull(value: string | undefined): Buffer | null {
  return value === undefined ? null : digest(value)
}
