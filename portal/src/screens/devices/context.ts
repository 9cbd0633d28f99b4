/** What the acts of the device list act on. */
import type { Device, DeviceSelection } from 'taxiway-autopilot/admin'
import type { ListState } from './list-state.ts'

export type OpenPane =
  | { readonly kind: 'edit-one' | 'repair'; readonly device: Device }
  | { readonly kind: 'edit-many' | 'delete' | 'remove' | 'export-hashes'; readonly chosen: Chosen }

/** The devices that an act is about, and how many they were when it began. */
export type Chosen = {
  readonly selection: DeviceSelection
  readonly count: number
  /** Those whose rows were seen, for showing examples. */
  readonly seen: readonly Device[]
}

export type DevicesContext = {
  readonly state: ListState
  readonly total: number
  /** Undefined: nothing is selected. */
  readonly chosen: Chosen | undefined
  /** Everything that matches. */
  readonly all: Chosen
  readonly columns: readonly string[]
  readonly open: (pane: OpenPane) => void
  readonly navigate: (path: string) => void
  readonly refresh: () => Promise<void>
  readonly sync: SyncState
}

export type SyncState = {
  readonly running: boolean
  /** Seconds until it is possible; 0 = now. */
  readonly waits: number
}
