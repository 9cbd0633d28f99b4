/** A file made to do harm, and what many of them are made of. */
import { createCipheriv } from 'node:crypto'

export type Attack = {
  readonly make: () => Uint8Array
  readonly codes: readonly string[]
  /** Devices that are found all the same. */
  readonly devices?: number
  /** Small and odd: costs no more than any harmless archive. */
  readonly isLight?: true
}

/** The same in every run: zeros, encrypted. */
export const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(
  Buffer.alloc(8_300_000),
)
