/** Wires an emulator around an app. Loaded only where TAXIWAY_EMULATOR is true; nothing else imports its parts. */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { overruledBy } from '../core/emulator/overrule-imports.ts'
import { DomainError } from '../core/errors.ts'
import { faultsIn } from '../storage/emulator/faults.ts'
import { requestLogIn } from '../storage/emulator/request-log.ts'
import { importsAreDue, setImportSeconds } from '../storage/emulator/settings.ts'
import { snapshotIn } from '../storage/emulator/snapshot.ts'
import { virtualClockIn } from '../storage/emulator/virtual-clock.ts'
import type { Store } from '../storage/sql/database.ts'
import { ensureEmulatorTables } from '../storage/sql/tables/emulator.ts'
import { type EmulatorControls, emulatorApp } from '../surfaces/emulator/app.ts'
import { type Fetch, watched, watchedParts } from '../surfaces/emulator/watch-requests.ts'
import type { App, Emulation } from './app.ts'

export type Emulator = {
  /** For the app that is to be emulated around. */
  readonly emulation: Emulation
  /** The controls and the watched app. `seed` = what the installation began with, undefined for nothing. */
  begin(app: App, seed: unknown): Promise<{ fetch: Fetch; controls: EmulatorControls }>
  close(): Promise<void>
}

export type EmulatorOptions = {
  readonly store: Store
  readonly connectionString: string
  readonly publicUrl: string
  readonly report: (error: unknown) => void
}

/** Longest wait for imports that a moved clock made due, in ms; one that keeps failing is not waited for. */
const patience = 30_000

export async function openEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { store, connectionString, publicUrl, report } = options
  await ensureEmulatorTables(store)
  const clock = await virtualClockIn(store, connectionString)
  const faults = faultsIn(store)
  const requests = requestLogIn(store)
  const snapshot = snapshotIn(store)

  async function begin(app: App, seed: unknown) {
    await snapshot.ensure(
      createHash('sha256')
        .update(JSON.stringify(seed ?? null))
        .digest('hex'),
    )

    /** This server decides what it can; what another one holds is waited for. */
    async function settled(): Promise<void> {
      const until = performance.now() + patience
      while (performance.now() < until && (await importsAreDue(store))) {
        if (!(await app.decideNext())) await pause(5)
      }
      await app.settleRemovals()
    }

    const controls: EmulatorControls = {
      async reset() {
        await snapshot.restore()
        await clock.tell()
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
    const own = emulatorApp({
      controls,
      clock,
      faults,
      requests,
      report,
      publicUrl,
      verify: app.verify,
      access: app.access,
    })
    const rest = watched((request, connection) => app.fetch(request, connection), {
      faults,
      requests,
      origin: app.origin,
    })
    const fetch: Fetch = async (request, connection) =>
      isOwn(request) ? await own.fetch(request, { connection }) : await rest(request, connection)
    return { fetch, controls }
  }

  return {
    emulation: {
      clock,
      overrule: overruledBy(faults),
      aroundParts: (ask) =>
        watchedParts(ask, { faults, requests, origin: { configured: publicUrl, hosts: [] } }),
    },
    begin,
    close: () => clock.close(),
  }
}

function isOwn(request: Request): boolean {
  return /^\/emulator(\/|$)/.test(new URL(request.url).pathname)
}
