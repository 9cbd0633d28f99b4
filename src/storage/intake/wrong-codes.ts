/**
 * Wrong intake codes, counted for all servers of a database and by its clock: somebody who guesses gains nothing by asking
 * another server, or one whose clock differs. Only wrong ones are counted, once they are known to be: the devices of a room
 * hand in at the same moment, and none of them may be shut out by the others.
 */
import { DomainError } from '../../core/errors.ts'
import type { WrongCodes } from '../../core/intake/hand-in.ts'
import { digest } from '../secrets/digest.ts'
import type { Store } from '../sql/store.ts'

/** No tenant is known before the code is. */
const nobody = '00000000-0000-0000-0000-000000000000'
const kind = 'intake-code'

/** In a window that begins with the first of them. */
const limit = { codes: 10, seconds: 600 }

/**
 * One that ends much later than any that begins now is from before the clock was set back. A little later is not: a
 * statement that waits for another's row compares with the moment at which it began itself.
 */
const isOpen = `attempt.window_ends_at between business_now()
  and business_now() + make_interval(secs => ${limit.seconds}, mins => 2)`

const count = `insert into attempt (tenant_id, kind, subject_digest, used, failures, window_ends_at)
  values ('${nobody}', '${kind}', $1, 1, 0, business_now() + make_interval(secs => ${limit.seconds}))
  on conflict (tenant_id, kind, subject_digest) do update set
    used = case when ${isOpen} then attempt.used + 1 else 1 end,
    window_ends_at = case when ${isOpen} then attempt.window_ends_at else excluded.window_ends_at end
  where not (${isOpen}) or attempt.used < ${limit.codes}
  returning used`

const full = `select greatest(1, ceil(extract(epoch from window_ends_at - business_now())))::integer as seconds
  from attempt where tenant_id = '${nobody}' and kind = '${kind}' and subject_digest = $1
    and ${isOpen} and used >= ${limit.codes}`

export type StoredWrongCodes = Pick<WrongCodes, 'begin' | 'countWrong'>

export function wrongCodesIn({ pool }: Pick<Store, 'pool'>): StoredWrongCodes {
  async function begin(network: string): Promise<void> {
    const values = [digest(network)]
    const { rows } = await pool.query<{ seconds: number }>({
      name: 'wrong-codes-full',
      text: full,
      values,
    })
    if (rows[0] !== undefined) throw tooMany(rows[0].seconds)
  }
  return {
    begin,
    async countWrong(network) {
      const values = [digest(network)]
      const { rowCount } = await pool.query({ name: 'wrong-code-count', text: count, values })
      if (rowCount === 1) return
      await begin(network)
      // The window has ended in between.
      throw tooMany(1)
    },
  }
}

function tooMany(seconds: number): DomainError {
  return new DomainError('throttled', `Too many codes. Try again in ${seconds} seconds.`, {
    retryAfter: seconds,
  })
}
