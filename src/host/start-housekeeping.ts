/** What time brings about while a server runs: what expires, what is due, and the audit trail that is signed. */
import type { createApp } from '../compose/app.ts'
import { allOf } from '../core/all-of.ts'
import { checkpointKeeper } from '../storage/audit/checkpoint-file.ts'
import { checkpointsSince } from '../storage/audit/checkpoints.ts'
import type { ServedStore } from '../storage/sql/store.ts'
import type { Config } from './config.ts'
import { repeat } from './jobs/repeat.ts'
import type { Log } from './log.ts'
import { startUpkeep } from './upkeep.ts'

export type HousekeepingDeps = {
  readonly app: Awaited<ReturnType<typeof createApp>>
  readonly store: Pick<ServedStore, 'pool'>
  readonly config: Pick<Config, 'dataDir'>
  readonly log: Log
}

/** It stops in reverse order, when `rollback` is disposed of. */
export function startHousekeeping(
  { app, store, config, log }: HousekeepingDeps,
  rollback: AsyncDisposableStack,
): void {
  const signInCleanup = repeat({
    work: () => allOf(app.keepSignInTidy, app.settleRemovals),
    everySeconds: 60,
    onError: (error) => log.error({ err: error }, 'expired sign-ins could not be removed'),
  })
  rollback.defer(() => signInCleanup.stop())

  const disputes = repeat({
    work: () => allOf(app.endDisputes, app.expireConsents, app.settleRepairs),
    everySeconds: 60,
    onError: (error) =>
      log.error({ err: error }, 'disputes, consents and repairs could not be ended'),
  })
  rollback.defer(() => disputes.stop())

  const upkeep = startUpkeep({ leftovers: app.leftovers, pool: store.pool, log })
  rollback.defer(() => upkeep.stop())

  const unsigned = (error: unknown) =>
    log.error({ err: error }, 'the audit trail could not be signed')
  const keepCheckpoints = checkpointKeeper({
    dataFolder: config.dataDir,
    publicKey: app.checkpointKey,
    since: (time) => checkpointsSince(store.pool, time),
  })
  const sign = () => allOf(app.sendNotices, app.makeCheckpoints, keepCheckpoints)
  const signing = repeat({ work: sign, everySeconds: 60, onError: unsigned })
  // Once more at the end, so that entries written since the last time are signed too.
  rollback.defer(() => signing.stop().then(sign).catch(unsigned))
}
