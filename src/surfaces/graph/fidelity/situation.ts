/** A request that the real service refuses, what it says then, and whether Intune wraps it. */
export type Asked = {
  readonly method: string
  /** In its canonical spelling. */
  readonly path: string
  readonly option: (name: string) => string | undefined
  readonly header: (name: string) => string | undefined
}

export type Situation = {
  readonly when: (asked: Asked) => boolean
  readonly status: 400 | 500
  readonly code: string
  readonly message: string | ((asked: Asked) => string)
  /** Whether the message is inside Intune's JSON text. */
  readonly wrapped: boolean
}
