/** What a pack is made from, and a file of it. */
export type Given = {
  readonly serialNumber: string
  readonly hash?: string
  readonly cabinet?: string
  readonly proof: readonly string[]
  readonly code?: string
}

export type PackFile = {
  readonly name: string
  readonly content: Uint8Array
  readonly says: string
}
