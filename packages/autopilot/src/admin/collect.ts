/** Hardware hashes from a file that only the server reads: archives, event logs, old spreadsheets. */

export type CollectRequest = {
  /** The file's name, for messages. */
  readonly name: string
  /** Base64. */
  readonly content: string
}

export type Collected = {
  /** Tables of devices as CSV text, which is to be checked before it is imported. */
  readonly tables: readonly { readonly name: string; readonly text: string }[]
  readonly faults: readonly {
    readonly source: string
    readonly severity: string
    readonly code: string
    readonly message: string
    /** A person decides before an import. */
    readonly isDoubt: boolean
  }[]
}
