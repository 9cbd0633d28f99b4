/** A list that has no pages. */
export type List<Item> = { readonly value: readonly Item[] }

/** The body of every answer that failed. */
export type AdminErrorBody = {
  readonly error: { readonly code: string; readonly message: string; readonly requestId: string }
}
