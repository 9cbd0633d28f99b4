/** Recovery codes as digests, all of a person's in one row: a set is replaced whole, and using one is one statement. */

import type { Store } from '../../../storage/sql/store.ts'
import type { RecoveryCodes } from '../../core/factors/codes/recovery-codes.ts'

const replace = `
  insert into recovery_code_set (tenant_id, user_id, digests) values ($1, $2, $3)
  on conflict (tenant_id, user_id) do update set digests = excluded.digests, created_at = now()`

const use = `
  update recovery_code_set set digests = array_remove(digests, $3::bytea)
  where (tenant_id, user_id) = ($1, $2) and $3::bytea = any(digests)`

export function recoveryCodesIn({ pool }: Store): RecoveryCodes {
  return {
    async replace(tenantId, personId, digests) {
      await pool.query(replace, [tenantId, personId, digests.map((each) => Buffer.from(each))])
    },
    async use(tenantId, personId, digest) {
      const { rowCount } = await pool.query(use, [tenantId, personId, Buffer.from(digest)])
      return rowCount === 1
    },
  }
}
