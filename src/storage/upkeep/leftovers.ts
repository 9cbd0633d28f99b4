/** Removes the rows that have expired, some at a time. */
import { allOf } from '../../core/all-of.ts'
import type { Leftovers } from '../../core/upkeep/leftovers.ts'
import { deleteSome, primaryKeyOf } from '../sql/primary-key.ts'
import type { Store } from '../sql/store.ts'
import { expireReserved } from './expire-reserved.ts'
import { expiringRows, type LeftoversOptions } from './expiring-rows.ts'
import { dropRefusedHashes } from './refused-hashes.ts'

export function leftoversIn(
  store: Pick<Store, 'transaction'>,
  options: LeftoversOptions,
): Leftovers {
  const { transaction } = store
  const kinds = expiringRows(options)
  return {
    async sweep(rowsAtOnce) {
      let most = 0
      const sweeps = kinds.map(({ table, useless, values }) => async () => {
        const removed = await transaction(async ({ client }) => {
          const text = deleteSome(table, await primaryKeyOf(client, table), useless)
          const { rowCount } = await client.query(text, [rowsAtOnce, ...values])
          return rowCount ?? 0
        })
        most = Math.max(most, removed)
      })
      await allOf(
        ...sweeps,
        () => untilFalse(() => dropRefusedHashes(store)),
        () => untilFalse(() => expireReserved(store)),
      )
      return most
    },
  }
}

async function untilFalse(step: () => Promise<boolean>): Promise<void> {
  while (await step());
}
