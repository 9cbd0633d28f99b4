/** Deleted devices: reserved for 30 days, and what became of them. */

/** Missing texts are empty. */
export type DeletedDevice = {
  /** The registration's; it has the same again once it is restored. */
  readonly id: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly groupTag: string
  readonly purchaseOrderIdentifier: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly state: 'reserved' | 'restored' | 'superseded' | 'released' | 'expired'
  readonly deletedDateTime: string
  readonly deletedBy: string
  readonly reservedUntilDateTime: string
  readonly endedDateTime: string | null
  readonly endedBy: string | null
  /** The registration that took its place. */
  readonly supersededBy: string | null
}

/** `next` goes into `cursor`. */
export type DeletedDevicePage = {
  readonly value: readonly DeletedDevice[]
  readonly next?: string | undefined
}

export type DeviceIds = { readonly ids: readonly string[] }

/** What became of each device of a request. */
export type DeviceResults = {
  readonly value: readonly {
    readonly id: string
    readonly state: 'done' | 'refused'
    /** Why it was refused. */
    readonly reason: string | null
  }[]
}
