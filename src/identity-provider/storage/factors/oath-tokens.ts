/**
 * One-time code tokens in the database. Their secrets are wrapped, bound to their rows, and leave this file only
 * towards the comparison of a code.
 */
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { OathTokenId, TenantId } from '../../../core/ids.ts'
import { parseUuid } from '../../../core/uuid.ts'
import type { Wrap } from '../../../core/wrap.ts'
import { digest } from '../../../storage/secrets/digest.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type { FactorTables } from '../../../storage/sql/tables/factors.ts'
import type {
  NewOathToken,
  OathToken,
  OathTokens,
  TokenFilter,
  TokenLabel,
} from '../../core/factors/codes/oath-token.ts'

type Row = Selectable<FactorTables['oath_token']>

const insertToken = `insert into oath_token (tenant_id, token_id, serial_number, manufacturer, model, algorithm,
    digits, step_seconds, wrapped_secret, user_id, activated_at, last_used_step, drift)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::uuid, $11::timestamptz, $12, $13`

/** The claim on the hardware and the token are one statement: neither is ever there alone. */
const insertHardware = `with claim as (
    insert into oath_token_hardware (hardware_digest, tenant_id, token_id) values ($14, $1, $2)
    on conflict do nothing returning 1)
  ${insertToken} from claim`

const useStep = `with used as (
    update oath_token set last_used_step = $3, drift = $4
    where (tenant_id, token_id) = ($1, $2) and last_used_step < $3 and activated_at is not null
    returning tenant_id),
  forgotten as (
    delete from attempt using used
    where (attempt.tenant_id, attempt.kind, attempt.subject_digest) = (used.tenant_id, $5, $6)),
  unlocked as (
    delete from code_lock using used where (code_lock.tenant_id, code_lock.user_id) = (used.tenant_id, $7))
  select from used`

const activate = `update oath_token set last_used_step = $3, drift = $4, activated_at = coalesce(activated_at, now())
  where (tenant_id, token_id) = ($1, $2) and last_used_step < $3 and user_id is not null`

const assign = `update oath_token set user_id = $3
  where (tenant_id, token_id) = ($1, $2) and user_id is null`

const takeBack = `with program as (
    delete from oath_token where (tenant_id, token_id) = ($1, $2) and serial_number is null returning 1),
  hardware as (
    update oath_token set user_id = null, activated_at = null
    where (tenant_id, token_id) = ($1, $2) and serial_number is not null returning 1)
  select from program union all select from hardware`

const remove = `with gone as (
    delete from oath_token where (tenant_id, token_id) = ($1, $2) and user_id is null returning tenant_id, token_id),
  released as (
    delete from oath_token_hardware as hardware using gone where (hardware.tenant_id, hardware.token_id) = (gone.tenant_id, gone.token_id))
  select from gone`

export function oathTokensIn({ db, pool }: Store, wrap: Wrap): OathTokens {
  async function changes(text: string, values: readonly unknown[]): Promise<boolean> {
    const { rowCount } = await pool.query(text, [...values])
    return (rowCount ?? 0) > 0
  }

  function selected(tenantId: TenantId, filter: TokenFilter) {
    const rows = db
      .selectFrom('oath_token')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('created_at')
      .orderBy('token_id')
    if (filter === 'all') return rows.where('serial_number', 'is not', null)
    if (filter === 'pool') return rows.where('user_id', 'is', null)
    return 'id' in filter
      ? rows.where('token_id', '=', filter.id)
      : rows.where('user_id', '=', filter.personId)
  }

  return {
    add(token) {
      const values = valuesOf(token, wrap)
      return token.hardware === undefined
        ? changes(insertToken, values)
        : changes(insertHardware, [...values, hardwareDigest(token.tenantId, token.hardware)])
    },
    async list(tenantId, filter) {
      if (!isPossible(filter)) return []
      return (await selected(tenantId, filter).execute()).map(tokenOf)
    },
    async working(tenantId, filter) {
      if (!isPossible(filter)) return []
      const rows = selected(tenantId, filter)
      const wanted = 'id' in filter ? rows : rows.where('activated_at', 'is not', null)
      return (await wanted.execute()).map((row) => ({
        ...tokenOf(row),
        drift: row.drift,
        lastUsedStep: Number(row.last_used_step),
        secret: wrap.unwrap(row.wrapped_secret, contextOf(row.tenant_id, row.token_id)),
      }))
    },
    useStep({ tenantId, id }, { step, drift }, { kind, personId }) {
      const person = [digest(personId), personId]
      return changes(useStep, [tenantId, id, step, drift, kind, ...person])
    },
    activate: ({ tenantId, id }, { step, drift }) => changes(activate, [tenantId, id, step, drift]),
    assign: async (tenantId, id, personId) =>
      isPossible({ id }) && (await changes(assign, [tenantId, id, personId])),
    unassign: async (tenantId, id) =>
      isPossible({ id }) && (await changes(takeBack, [tenantId, id])),
    remove: async (tenantId, id) => isPossible({ id }) && (await changes(remove, [tenantId, id])),
  }
}

/** Names that are not UUIDs name nothing; the database would call them an error. */
function isPossible(filter: TokenFilter): boolean {
  if (typeof filter === 'string') return true
  return parseUuid('id' in filter ? filter.id : filter.personId) !== undefined
}

function valuesOf(token: NewOathToken, wrap: Wrap): unknown[] {
  const { tenantId, id, hardware } = token
  return [
    tenantId,
    id,
    hardware?.serialNumber ?? null,
    hardware?.manufacturer ?? null,
    hardware?.model ?? null,
    token.algorithm,
    token.digits,
    token.stepSeconds,
    Buffer.from(wrap.wrap(token.secret, contextOf(tenantId, id))),
    token.personId ?? null,
    token.activatedAt ?? null,
    token.lastUsedStep ?? 0,
    token.drift,
  ]
}

function tokenOf(row: Row): OathToken {
  const { serial_number: serialNumber, manufacturer, model } = row
  return {
    tenantId: row.tenant_id as TenantId,
    id: row.token_id as OathTokenId,
    algorithm: row.algorithm,
    digits: row.digits,
    stepSeconds: row.step_seconds,
    ...(serialNumber !== null && {
      hardware: { serialNumber, manufacturer: manufacturer ?? '', model: model ?? '' },
    }),
    ...(row.user_id !== null && { personId: row.user_id }),
    ...(row.activated_at !== null && { activatedAt: row.activated_at }),
  }
}

/**
 * The same hardware in any case: vendors and retypers differ. Within a tenant: over all of them it would reveal who has
 * which token, and let one tenant keep another's serial numbers.
 */
function hardwareDigest(tenantId: TenantId, { manufacturer, serialNumber }: TokenLabel): Buffer {
  const name = JSON.stringify([tenantId, manufacturer.toLowerCase(), serialNumber.toLowerCase()])
  return createHash('sha256').update(name).digest()
}

function contextOf(tenantId: string, tokenId: string): string {
  return `oath_token:${tenantId}:${tokenId}`
}
