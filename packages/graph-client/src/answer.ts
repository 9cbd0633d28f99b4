/** An answer with its whole body. */
export type Answer = {
  readonly status: number
  readonly ok: boolean
  readonly url: string
  readonly headers: Headers
  readonly text: string
}
