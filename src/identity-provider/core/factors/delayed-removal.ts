/**
 * Removing the last strong factor takes a day, so that someone who took over a session cannot strip the account of
 * its protection before the person has seen the removal and cancelled it. Measured in business time.
 */
import { allOf } from '../../../core/all-of.ts'
import type { People, Person } from '../../../core/directory/user.ts'
import type { OathTokenId, TenantId } from '../../../core/ids.ts'
import type { RunInTransaction } from '../../../core/run-in-transaction.ts'
import type { OathTokens } from './codes/oath-token.ts'
import type { NotifyFactorEvent } from './factor-events.ts'
import { type FactorStanding, type FactorStandings, needsPasskey } from './factor-policy.ts'
import type { Passkeys } from './passkeys/passkey.ts'

/** Seconds. */
export const removalDelay = 24 * 60 * 60

export type RemovableKind = 'authenticator-app' | 'passkey'

export type PendingRemoval = {
  readonly tenantId: TenantId
  readonly personId: string
  /** Of an authenticator app, or a passkey's credential id. */
  readonly factorId: string
  readonly kind: RemovableKind
  readonly askedAt: Date
  readonly dueAt: Date
}

type Who = { readonly tenantId: TenantId; readonly personId: string }

export type Removals = {
  /**
   * Until the current transaction ends nobody else removes a factor of the person: of two simultaneous removals,
   * the second sees the result of the first.
   */
  hold(tenantId: TenantId, personId: string): Promise<void>
  /** Pending removals, earliest first. */
  list(tenantId: TenantId, personId: string): Promise<readonly PendingRemoval[]>
  /** A pending removal of the same factor stays as it is. */
  add(removal: PendingRemoval): Promise<void>
  /** False: none is pending. */
  cancel(tenantId: TenantId, personId: string, factorId: string): Promise<boolean>
  /** Takes what is due off the list; each goes to one of racing callers. */
  takeDue(who: Who, now: Date): Promise<readonly PendingRemoval[]>
  /** People of all tenants with a removal that is due. */
  due(now: Date, atMost: number): Promise<readonly Who[]>
}

export type SettlePorts = {
  readonly removals: Removals
  readonly standings: FactorStandings
  readonly people: Pick<People, 'find'>
  readonly tokens: Pick<OathTokens, 'unassign'>
  readonly passkeys: Pick<Passkeys, 'remove'>
  readonly notify: NotifyFactorEvent
  readonly now: () => Date
}

export type SettleDeps = SettlePorts & { readonly transact: RunInTransaction<SettlePorts> }

/** Standings without factors that should be gone by now. */
export function settledStandings(deps: SettleDeps): FactorStandings {
  return async (tenantId, personId) => {
    const standing = await deps.standings(tenantId, personId)
    if (standing.pendingRemovals === 0) return standing
    const settled = await settleRemovals(deps, { tenantId, personId })
    return settled ? await deps.standings(tenantId, personId) : standing
  }
}

/** Of everybody, a hundred at a time. */
export async function settleAllRemovals(deps: SettleDeps): Promise<void> {
  const people = await deps.removals.due(deps.now(), 100)
  await allOf(...people.map((who) => () => settleRemovals(deps, who)))
}

/** Removes what is due; false = nothing was. */
async function settleRemovals(deps: SettleDeps, who: Who): Promise<boolean> {
  return await deps.transact(async (ports) => {
    await ports.removals.hold(who.tenantId, who.personId)
    const due = await ports.removals.takeDue(who, ports.now())
    for (const removal of due) await settle(ports, removal)
    return due.length > 0
  })
}

/**
 * A factor that has become necessary meanwhile stays; otherwise the next sign-in would set up a new one on the
 * password alone.
 */
async function settle(deps: SettlePorts, removal: PendingRemoval): Promise<void> {
  const { tenantId, personId, factorId, kind } = removal
  const person = await deps.people.find(tenantId, personId)
  const standing = await deps.standings(tenantId, personId)
  if (person !== undefined && isNeeded(standing, person, kind))
    return await deps.notify({ tenantId, personId, name: 'removal-cancelled' })
  if (kind === 'passkey') {
    if (await deps.passkeys.remove({ tenantId, personId, credentialId: factorId }))
      await deps.notify({ tenantId, personId, name: 'passkey-removed' })
  } else if (await deps.tokens.unassign(tenantId, factorId as OathTokenId))
    await deps.notify({ tenantId, personId, name: 'authenticator-app-removed' })
}

/** Whether the person needs this factor: `standing` counts it, but nothing whose removal is pending. */
export function isNeeded(
  standing: Omit<FactorStanding, 'pendingRemovals'>,
  { roles }: Pick<Person, 'roles'>,
  kind: RemovableKind,
): boolean {
  const mustHavePasskey = needsPasskey(standing, { roles })
  const isLastPasskey = kind === 'passkey' && standing.passkeys <= 1 && mustHavePasskey
  return isLastPasskey || (isLastStrong(standing) && (standing.factorRequired || mustHavePasskey))
}

/** Whether no other passkey, app or token would remain. */
export function isLastStrong({
  passkeys,
  activeTokens,
}: Pick<FactorStanding, 'passkeys' | 'activeTokens'>): boolean {
  return passkeys + activeTokens <= 1
}
