/** Jobs on many devices: bulk changes, deletions and exports. */
import type { Values } from './devices/devices.ts'

/** Which devices a job is about. */
export type DeviceSelection =
  | { readonly ids: readonly string[] }
  | {
      readonly q?: string | undefined
      readonly filter?: string | undefined
      readonly except?: readonly string[] | undefined
      /** A job on another number than this is refused. */
      readonly expectedCount: number
    }

export type TextChange =
  | { readonly set: string }
  | { readonly prepend: string }
  | { readonly append: string }
  | { readonly clear: true }

export type DeviceChange = {
  readonly groupTag?: TextChange | undefined
  readonly displayName?: { readonly template: string } | undefined
  readonly userPrincipalName?: { readonly set: string } | { readonly clear: true } | undefined
}

export type JobRequest = {
  readonly kind: 'update-devices' | 'delete-devices' | 'export-devices'
  readonly selection: DeviceSelection
  readonly change?: DeviceChange | undefined
  /** What a deletion does: keep the devices reserved, or release them. Absent: as the organization has it. */
  readonly act?: 'reserve' | 'release' | undefined
  readonly format?: 'spreadsheet' | 'intune' | 'json' | undefined
  readonly columns?: readonly string[] | undefined
  /** Report what would be done, and do nothing. */
  readonly dryRun?: boolean | undefined
}

export type Job = {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly state: 'ready' | 'running' | 'done' | 'cancelled'
  readonly counts: {
    readonly asked: number
    readonly changed: number
    readonly unchanged: number
    readonly refused: number
    readonly missing: number
  }
  readonly by: string
  readonly createdAt: string
  readonly endedAt: string | null
  readonly undoUntil: string | null
  readonly resultUrl: string | null
}

export type JobRow = {
  readonly deviceId: string
  readonly serialNumber: string
  readonly state: string
  /** Why it is refused; in a preview also the warning about a device that would be changed. */
  readonly reason: string | null
  readonly before: Values
  readonly after: Values
}
