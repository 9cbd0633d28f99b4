/** What a person must be shown before a sign-in is complete: unread notices, and removals that can still be stopped. */

import type { Roles } from '../../../core/access/roles.ts'
import type { Person } from '../../../core/directory/user.ts'
import { isAdministrator } from '../administrators.ts'
import type { PendingRemoval, Removals } from './delayed-removal.ts'
import type { NotifyFactorEvent } from './factor-events.ts'
import type { FactorStandings } from './factor-policy.ts'
import type { Notice, Notices } from './notices.ts'
import { cancelOwnRemoval } from './own-factors.ts'

export type Announcements = {
  readonly notices: readonly Notice[]
  readonly removals: readonly PendingRemoval[]
}

export type Announcer = {
  of(person: Person): Promise<Announcements>
  /** Read ones too, of 90 days. */
  all(person: Person): Promise<readonly Notice[]>
  markRead(person: Person, noticeIds: readonly string[]): Promise<void>
  /** Keeps the factor; throws if no removal of it is pending. */
  keep(person: Person, factorId: string): Promise<void>
}

export type AnnouncerDeps = {
  readonly notices: Pick<Notices, 'unread' | 'addressedTo' | 'markRead'>
  readonly removals: Removals
  readonly standings: FactorStandings
  readonly roles: Pick<Roles, 'grantsOf'>
  readonly notify: NotifyFactorEvent
}

export function announcerOf({
  notices,
  removals,
  standings,
  roles,
  notify,
}: AnnouncerDeps): Announcer {
  const reader = (person: Person) => ({
    tenantId: person.tenantId,
    id: person.id,
    isAdministrator: () => isAdministrator(roles, person),
  })
  const pending = async ({ tenantId, id }: Person) => {
    const { pendingRemovals } = await standings(tenantId, id)
    return pendingRemovals === 0 ? [] : await removals.list(tenantId, id)
  }
  return {
    of: async (person) => ({
      notices: await notices.unread(reader(person)),
      removals: await pending(person),
    }),
    all: async (person) => await notices.addressedTo(reader(person)),
    markRead: (person, ids) => notices.markRead(person, ids),
    keep: (person, factorId) => cancelOwnRemoval({ removals, notify }, person, factorId),
  }
}
