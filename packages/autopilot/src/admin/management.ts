/** Sessions of managed devices, and hashes that other management services relay. */

export type ManagedInventory = {
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly softwareVersion: string
}

export type ManagedHash = {
  readonly state:
    | 'unasked'
    | 'skipped'
    | 'unsupported'
    | 'unusable'
    | 'contradicts'
    | 'notTargeted'
    | 'confirmed'
    | 'differs'
    | 'submitted'
    | 'registered'
    | 'refused'
  /** In words. */
  readonly sentence: string
  readonly detail: string | null
  /** The receipt of its registration, as `importedWindowsAutopilotDeviceIdentities` has it. */
  readonly receiptId: string | null
  readonly answeredDateTime: string | null
}

export type ManagedSetup = {
  readonly state: 'none' | 'running' | 'done' | 'failed' | 'timedOut'
  /** Null: no enrollment status page is shown. */
  readonly page: {
    readonly name: string
    readonly showsForUser: boolean
    readonly timeoutMinutes: number
  } | null
  readonly detail: string | null
  readonly startedDateTime: string | null
  readonly endedDateTime: string | null
}

/** What is known of an enrolled device from its sessions. */
export type EnrollmentManagement = {
  readonly sessions: number
  readonly loginStatus: 'user' | 'others' | 'none' | null
  readonly lastSessionDateTime: string | null
  /** By its schedule; null = it has had no session, or is enrolled no more. */
  readonly nextSessionDateTime: string | null
  /** Null: it has not said. */
  readonly inventory: ManagedInventory | null
  readonly hardwareHash: ManagedHash
  readonly setup: ManagedSetup
  /** Base64 of JSON: what Windows says of hardware that is not the registered one, without the hashes in it; null = nothing. */
  readonly hardwareMismatchData: string | null
}

/** `POST /omadm/results`. */
export type RelayRequest = {
  /** As the other management service calls the device. */
  readonly deviceId: string
  readonly results: readonly { readonly uri: string; readonly data: string }[]
}

export type RelayAnswer = {
  readonly deviceId: string
  readonly serialNumber: string
  /** Of the receipt, which says what became of it. */
  readonly receiptId: string
}
