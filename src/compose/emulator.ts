/** Wires an emulator around an app. Loaded only if TAXIWAY_EMULATOR is true; nothing else imports its parts. */
import { createHash } from 'node:crypto'
import { overruledBy } from '../core/emulator/overrule-imports.ts'
import { faultsIn } from '../storage/emulator/faults.ts'
import { requestLogIn } from '../storage/emulator/request-log.ts'
import { snapshotIn } from '../storage/emulator/snapshot.ts'
import { virtualClockIn } from '../storage/emulator/virtual-clock.ts'
import type { Store } from '../storage/sql/store.ts'
import { ensureEmulatorTables } from '../storage/sql/tables/emulator.ts'
import { type EmulatorControls, emulatorApp } from '../surfaces/emulator/app.ts'
import { emulatorPlace } from '../surfaces/emulator/surface.ts'
import { type Fetch, watched, watchedParts } from '../surfaces/emulator/watch-requests.ts'
import { operationsPlace } from '../surfaces/operations/surface.ts'
import type { App } from './app.ts'
import type { Emulation } from './emulation.ts'
import { emulatorControls } from './emulator-controls.ts'
import { dispatcher } from './serving/dispatch.ts'
import { atLastEdge } from './serving/last-edge.ts'

export type Emulator = {
  /** For the app that the emulator wraps. */
  readonly emulation: Emulation
  /** The controls and the watched app. `seed`: what the installation began with; undefined = nothing. */
  begin(app: App, seed: unknown): Promise<{ fetch: Fetch; controls: EmulatorControls }>
  close(): Promise<void>
}

export type EmulatorOptions = {
  readonly store: Store
  readonly connectionString: string
  readonly publicUrl: string
  readonly report: (error: unknown) => void
}

export async function openEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { store, connectionString, publicUrl } = options
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

    const controls = emulatorControls({ store, app, clock, snapshot })
    const { verify, access } = app
    const own = emulatorApp({ ...options, controls, clock, faults, requests, verify, access })
    const plain: Fetch = (request, connection) => app.fetch(request, connection)
    const rest = watched(plain, { faults, requests, origin: app.origin })
    // Health is answered whatever the database does, in which faults and requests are written down.
    const surfaceOf = dispatcher([emulatorPlace, operationsPlace])
    const served: Fetch = async (request, connection) => {
      const surface = surfaceOf(request)
      if (surface === operationsPlace) return await plain(request, connection)
      return surface === undefined
        ? await rest(request, connection)
        : await own.fetch(request, { connection })
    }
    const fetch: Fetch = (request, connection) =>
      atLastEdge(options.report, () => served(request, connection))
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
