/** What starting a server takes besides its configuration, and what a running one offers. */
import type { EmulatorControls } from '../surfaces/emulator/app.ts'
import type { FirstCredentials } from './first-start.ts'
import type { MadeSecret } from './seed/seed-deps.ts'

export type StartOptions = {
  /** Nothing but the server runs in this process, so it may replace globals. */
  readonly ownsProcess?: boolean
  /** Builds the portal in the background if it is not built. */
  readonly buildsPortal?: boolean
}

export type RunningServer = {
  readonly origin: string
  /** The certificate authority to trust; absent when the operator provides the certificate. */
  readonly caPath?: string
  /** Only on the first start without a seed. */
  readonly firstCredentials?: FirstCredentials
  /** Secrets generated for applications whose seed names none. */
  readonly madeSecrets: readonly MadeSecret[]
  /** Forgets the credentials once they have been shown. */
  shown(): Promise<void>
  /** Resolves to the reason if the database ends by itself; the server cannot continue then. */
  readonly lostDatabase: Promise<Error>
  /** For tests; only in an emulator. */
  readonly controls?: EmulatorControls
  close(): Promise<void>
}
