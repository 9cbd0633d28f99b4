/** A list that has no pages. */
export type List<Item> = { readonly value: readonly Item[] }

export type Page<Item> = {
  readonly value: readonly Item[]
  /** Goes into `after` for the next page; null on the last. */
  readonly next: string | null
}

/** The body of every error response. */
export type AdminErrorBody = {
  readonly error: { readonly code: string; readonly message: string; readonly requestId: string }
}
