/**
 * The manual sync of a tenant. There is nothing to fetch, so it only takes its time; but clients trigger it, wait
 * for it and depend on its limits.
 */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'

/** Shortest time between two triggers. [observed: a Microsoft employee in microsoft-graph-docs#9691] */
export const betweenSyncs = 600

export type SyncRecord = {
  readonly settingsId: string
  /** Null: never. */
  readonly triggeredAt: Date | null
}

export type SyncState = {
  readonly settingsId: string
  readonly triggeredAt: Date | null
  /** When the latest completed sync ended; null = none has. */
  readonly endedAt: Date | null
  readonly running: boolean
}

export type Syncs = {
  find(tenantId: TenantId): Promise<SyncRecord>
  /** Unless one was triggered after `notAfter`: then nothing happens, and the result is false. */
  trigger(tenantId: TenantId, at: Date, notAfter: Date): Promise<boolean>
}

export type SyncDeps = {
  readonly syncs: Syncs
  readonly now: () => Date
  /** How long a sync of the tenant takes, in seconds. */
  readonly duration: (tenantId: TenantId) => Promise<number>
}

export async function syncState(
  { syncs, now, duration }: SyncDeps,
  tenantId: TenantId,
): Promise<SyncState> {
  const { settingsId, triggeredAt } = await syncs.find(tenantId)
  if (triggeredAt === null) return { settingsId, triggeredAt, endedAt: null, running: false }
  const end = new Date(triggeredAt.getTime() + (await duration(tenantId)) * 1000)
  const running = now() < end
  return { settingsId, triggeredAt, endedAt: running ? null : end, running }
}

/** 409 while one is running, 429 for ten minutes after it was triggered. */
export async function triggerSync(deps: SyncDeps, tenantId: TenantId): Promise<void> {
  const now = deps.now()
  const notAfter = new Date(now.getTime() - betweenSyncs * 1000)
  if (await deps.syncs.trigger(tenantId, now, notAfter)) return
  const { triggeredAt, running } = await syncState(deps, tenantId)
  if (running) throw new DomainError('conflict', 'A sync of Windows Autopilot devices is running.')
  const since = now.getTime() - (triggeredAt?.getTime() ?? 0)
  throw new DomainError(
    'throttled',
    `A sync was triggered less than ${betweenSyncs / 60} minutes ago. Try again later.`,
    { retryAfter: Math.max(1, Math.ceil(betweenSyncs - since / 1000)) },
  )
}
