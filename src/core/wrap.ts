/** Encryption of secrets at rest, with a key that is kept outside the database. */
export type Wrap = {
  /** Encrypts and binds to `context`, the place where the result is stored, such as `signing_key:<id>`. */
  wrap(plaintext: Uint8Array, context: string): Uint8Array
  /** Throws if key, context or a single bit differ. */
  unwrap(wrapped: Uint8Array, context: string): Uint8Array
}
