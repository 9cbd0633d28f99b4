/** Declared devices as first boots find them, whichever tenant they belong to. */
import type { DeclaredDevices, FirstHashOf } from '../../core/deployment/take-declared.ts'
import type { Holder } from '../../core/imports/slice.ts'
import { newUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { auditOfFirstHash } from '../deployment/audit-of-proof.ts'
import { wrapHash } from '../devices/hash-bytes.ts'
import { writeEvent } from '../events/write-event.ts'
import { addHolders } from '../identity/add-holders.ts'
import { holdDeclared, keepFirstHashes } from '../imports/declared-devices.ts'
import { ClaimLost } from '../sql/database.ts'
import type { Client, Store } from '../sql/store.ts'

export function declaredContactsIn(
  { pool, transaction }: Pick<Store, 'pool' | 'transaction'>,
  wrap: Wrap,
): DeclaredDevices {
  return {
    async waitingFor({ tuple, key }) {
      const { rows } = await pool.query<Holder>({
        name: 'device-declared-anywhere',
        text: `select tenant_id as "tenantId", device_id as "deviceId" from device
          where tuple_token = $1 and (key_token is null or key_token = $2) order by declared_at, device_id`,
        values: [tuple, key],
      })
      return rows
    },

    async keepFirstHash(first) {
      try {
        await transaction(({ client }) => keep(client, wrap, first).catch(asMissed))
        return true
      } catch (error) {
        if (error instanceof Missed) return false
        throw error
      }
    },

    async wasDeclared({ tenantId, deviceId }) {
      const { rowCount } = await pool.query({
        name: 'device-was-declared',
        text: `select from device where tenant_id = $1 and device_id = $2 and declared_at is not null`,
        values: [tenantId, deviceId],
      })
      return rowCount === 1
    },
  }
}

/** What the device was judged by has changed: it asks again, and is judged anew. */
class Missed extends Error {}

function asMissed(error: unknown): never {
  throw error instanceof ClaimLost ? new Missed() : error
}

async function keep(client: Client, wrap: Wrap, first: FirstHashOf): Promise<void> {
  const { holder, hash, record, tokens, crowded, seen } = first
  const { tenantId, deviceId } = holder
  await holdDeclared(client, tenantId, [deviceId])
  const added = tokens.map(({ token }) => ({ token, deviceId }))
  await addHolders(client, tenantId, { added, crowded, seen })
  await keepFirstHashes(client, { tenantId, wrap }, [{ deviceId, hash, record, tokens }])
  const hashId = newUuid()
  await client.query(
    'insert into hardware_hash (tenant_id, hash_id, bytes, length) values ($1, $2, $3, $4)',
    [tenantId, hashId, wrapHash(wrap, hashId, hash.bytes), hash.bytes.length],
  )
  await client.query(
    'insert into device_hash (tenant_id, device_id, hash_id, accepted_at) values ($1, $2, $3, business_now())',
    [tenantId, deviceId, hashId],
  )
  await appendAudit(client, tenantId, [auditOfFirstHash(deviceId, record.board.ekDigests[0] ?? '')])
  await writeEvent(client, tenantId, { type: 'device.updated', subjects: [deviceId] })
}
