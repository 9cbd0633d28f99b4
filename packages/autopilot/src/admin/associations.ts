/** Device association: DeviceLinks in bulk, and their records with stale ones. */

export type AssociationView = {
  readonly id: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly state: 'preassociated' | 'associated' | 'pendingRemoval' | 'stale'
  /** The device preparation policy. */
  readonly policyId: string | null
  readonly preassociatedBy: string
  readonly preassociatedDateTime: string
  readonly associatedDateTime: string | null
  readonly staleDateTime: string | null
  /** When a stale record is dropped. */
  readonly dropsDateTime: string | null
  /** The enrollment in which the device reported. */
  readonly enrollmentId: string | null
}

/** `POST /admin/v1/associations/import`. */
export type LinkImportRequest = {
  readonly links: readonly { readonly deviceLink: string; readonly policyId?: string | null }[]
}

/** What became of each link, in the order of the request. */
export type LinkImportRow = {
  readonly outcome: 'preassociated' | 'updated' | 'unchanged' | 'outdated' | 'taken' | 'unreadable'
  /** Null: there is no record of this tenant. */
  readonly id: string | null
  readonly serialNumber: string
  readonly sentence: string
}

export type LinkImportAnswer = {
  readonly rows: readonly LinkImportRow[]
  readonly summary: {
    readonly preassociated: number
    readonly updated: number
    readonly unchanged: number
    readonly refused: number
  }
}
