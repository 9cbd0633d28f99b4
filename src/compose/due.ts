/** What ends by itself on its date, for the loops of the host. */
import { expireConsents } from '../core/partners/expire-consents.ts'
import { announceIn } from '../storage/partners/announce.ts'
import { consentsIn } from '../storage/partners/consents.ts'
import { settleRepairs } from '../storage/repairs/settle-repairs.ts'
import type { Base } from './base.ts'

export function dueOn({ store }: Pick<Base, 'store'>, endDisputes: () => Promise<number>) {
  return {
    endDisputes,
    /** How many have ended. */
    expireConsents: () =>
      store.transaction((unit) =>
        expireConsents({ consents: consentsIn(unit), announce: announceIn(unit) }),
      ),
    /** Notes unanswered repairs, and closes those whose devices have their profile; how many of both. */
    settleRepairs: () => settleRepairs(store),
  }
}
