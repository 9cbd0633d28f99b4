/** Imports: rows, a receipt for each, and the results. */

/** Where a row was, and its content; a missing text is empty. */
export type ImportRow = {
  readonly file: string
  readonly line: number
  readonly serialNumber: string
  readonly productKey: string
  readonly hardwareIdentifier: string
  readonly groupTag: string
  readonly assignedUserPrincipalName: string
}

export type ImportRequest = { readonly label: string; readonly rows: readonly ImportRow[] }

export type AcceptedImport = { readonly importId: string; readonly rows: number }

export type Import = {
  readonly importId: string
  readonly label: string | null
  readonly by: string | null
  readonly at: string
  readonly rows: number
  readonly complete: number
  readonly error: number
  readonly undecided: number
  readonly byError: readonly { readonly name: string; readonly count: number }[]
}

export type ImportDetail = Import & {
  /** Rows that name a user who may not be able to use the device. */
  readonly userWarnings: number
}

export type ImportReceipt = {
  readonly id: string
  readonly file: string | null
  readonly line: number | null
  readonly serialNumber: string
  readonly groupTag: string
  readonly state: 'undecided' | 'complete' | 'error'
  /** The registration that was made, or your own one that the row was recognized as. */
  readonly deviceId: string | null
  /** The open conflict that holds the row. */
  readonly conflictId: string | null
  /** Why the device may turn out unusable for its assigned user. */
  readonly userWarning: string | null
  readonly errorName: string | null
  readonly errorCode: number | null
}

/** An import in progress. */
export type ImportJob = {
  readonly importId: string
  readonly rows: number
  readonly decided: number
  readonly attempts: number
  readonly dueAt: string
}
