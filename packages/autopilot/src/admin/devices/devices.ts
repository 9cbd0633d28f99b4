/** Registered devices: the list and its counts, and one of them in depth. */

/** Missing texts are empty, as shown on a screen. */
export type Device = {
  readonly id: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly groupTag: string
  readonly purchaseOrderIdentifier: string
  readonly userPrincipalName: string
  /** What greets the user. */
  readonly addressableUserName: string
  readonly displayName: string
  readonly enrollmentState: string
  readonly lastContactedDateTime: string | null
  readonly registeredDateTime: string
  readonly profileId: string | null
  readonly profileName: string | null
  /** Microsoft's spelling. [schema] */
  readonly profileStatus: 'notAssigned' | 'pending' | 'assignedUnkownSyncState'
  readonly profileAssignedDateTime: string | null
  readonly claimLevel: number
  readonly provisionalUntilDateTime: string | null
  readonly conflictId: string | null
  readonly importId: string | null
  readonly etag: string
}

export type DevicePage = {
  readonly value: readonly Device[]
  /** Present where it was asked for. */
  readonly count?: number | undefined
  readonly asOf: string
}

/** The page of a request with `count=true`. */
export type CountedDevicePage = DevicePage & { readonly count: number }

export type Counted = { readonly value: string; readonly count: number }

export type Facets = {
  readonly facets: Readonly<Record<string, readonly Counted[]>>
  /** How many devices have another value than those shown. */
  readonly others: Readonly<Record<string, number>>
}

/** A hash that a device was accepted with. */
export type DeviceHash = {
  readonly id: string
  readonly acceptedDateTime: string
  readonly by: string | null
  readonly importId: string | null
  readonly file: string | null
  readonly line: number | null
  /** As `taxiway hash decode --json` prints it; null where it cannot be decoded. */
  readonly decoded: Readonly<Record<string, unknown>> | null
  readonly findings: readonly {
    readonly severity: string
    readonly code: string
    readonly message: string
  }[]
  /** Against the hash before it; empty for the first. */
  readonly changes: readonly HashChange[]
  /** Where it was asked for. */
  readonly hardwareIdentifier?: string | undefined
}

export type HashChange = {
  readonly field: string
  readonly binding: 'board' | 'movable' | 'generation'
  readonly relation: 'changed' | 'added' | 'gone'
  readonly before: unknown
  readonly after: unknown
}

export type TimelineEntry = {
  readonly at: string
  readonly kind: string
  readonly sentence: string
  readonly actor: string | null
  readonly before: Values
  readonly after: Values
  readonly link: string | null
}

/** Members by name; a missing value is null. */
export type Values = Readonly<Record<string, string | null>> | null

/** Which profile a device has, and why. */
export type Assignment = {
  readonly profileId: string | null
  readonly because: {
    /** Given to this device by name, assigned to a group that it is in, or to all devices. */
    readonly by: 'name' | 'group' | 'everyone'
    /** Null also where the caller may not read groups; so is its rule. */
    readonly group: string | null
    readonly rule: string | null
    readonly assignmentId: string
  } | null
  readonly others: readonly { readonly profileId: string; readonly reason: string }[]
}
