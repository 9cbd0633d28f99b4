/** The work that requests leave behind: imports to decide, jobs on many devices, events to send. Any server does it. */
import type { createApp } from '../compose/app.ts'
import { importChannel, ownAnnouncement } from '../storage/imports/import-work.ts'
import { listenOn } from '../storage/sql/listen.ts'
import { startRunner } from './jobs/runner.ts'
import type { Log } from './log.ts'
import type { tracingFor } from './open-tracing.ts'

/** The server that accepted an import has its hashes examined already, and is left so long to begin with it. */
const foreignWorkMs = 100

export type WorkDeps = {
  readonly app: Awaited<ReturnType<typeof createApp>>
  readonly log: Log
  readonly tracing: Pick<Awaited<ReturnType<typeof tracingFor>>, 'work'>
  readonly databaseUrl: string
}

export type Work = {
  /** There may be something of any kind. */
  wake(): void
  wakeDeliveries(): void
}

/** It stops in reverse order, when `rollback` is disposed of. */
export function startWork(
  { app, log, tracing, databaseUrl }: WorkDeps,
  rollback: AsyncDisposableStack,
): Work {
  const runner = startRunner({
    decideNext: tracing.work('decide imports', app.decideNext),
    onError: (error) =>
      log.error({ err: error }, 'a slice of an import failed and will be retried'),
  })
  rollback.defer(() => runner.stop())
  const jobs = startRunner({
    decideNext: tracing.work('run jobs', app.runNextJob),
    width: 1,
    onError: (error) =>
      log.error({ err: error }, 'a slice of a device job failed and will be retried'),
  })
  rollback.defer(() => jobs.stop())
  const deliveries = startRunner({
    decideNext: tracing.work('send webhooks', app.sendDeliveries),
    width: 4,
    onError: (error) => log.error({ err: error }, 'events could not be sent and will be again'),
  })
  rollback.defer(() => deliveries.stop())
  let later: NodeJS.Timeout | undefined
  const listening = listenOn(databaseUrl, importChannel, (announced) => {
    if (announced === ownAnnouncement) return runner.wake()
    later ??= setTimeout(() => {
      later = undefined
      runner.wake()
    }, foreignWorkMs).unref()
  })
  rollback.defer(async () => {
    clearTimeout(later)
    await listening.close()
  })
  return {
    wake() {
      runner.wake()
      jobs.wake()
      deliveries.wake()
    },
    wakeDeliveries: () => deliveries.wake(),
  }
}
