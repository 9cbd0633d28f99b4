/** What a test may do to an emulator, through the controls' surface or from the program that started it. */
import { setTimeout as pause } from 'node:timers/promises'
import { DomainError } from '../core/errors.ts'
import { importsAreDue, setImportSeconds } from '../storage/emulator/settings.ts'
import type { snapshotIn } from '../storage/emulator/snapshot.ts'
import type { virtualClockIn } from '../storage/emulator/virtual-clock.ts'
import type { Store } from '../storage/sql/store.ts'
import type { EmulatorControls } from '../surfaces/emulator/app.ts'
import type { App } from './app.ts'

/** The longest wait for imports that a moved clock made due, in ms; one that keeps failing is not waited for. */
const maxWaitMs = 30_000

export type ControlledParts = {
  readonly store: Store
  readonly app: App
  readonly clock: Awaited<ReturnType<typeof virtualClockIn>>
  readonly snapshot: ReturnType<typeof snapshotIn>
}

export function emulatorControls({ store, app, clock, snapshot }: ControlledParts) {
  /** This server decides what it can, and waits for what another one holds. */
  async function settled(): Promise<void> {
    const until = performance.now() + maxWaitMs
    while (performance.now() < until && (await importsAreDue(store))) {
      if (!(await app.decideNext())) await pause(5)
    }
    await app.settleRemovals()
  }

  const controls: EmulatorControls = {
    async reset() {
      await snapshot.restore()
      await clock.announce()
    },
    async advanceClock(seconds) {
      await clock.advance(seconds)
      await settled()
    },
    async setClock(to) {
      await clock.set(to)
      await settled()
    },
    async setImportSeconds(seconds, name) {
      const tenant = name === undefined ? undefined : await app.tenants.find(name)
      if (name !== undefined && tenant === undefined) {
        throw new DomainError('request-invalid', `There is no tenant '${name}'.`)
      }
      await setImportSeconds(store, seconds, tenant?.id)
    },
  }
  return controls
}
