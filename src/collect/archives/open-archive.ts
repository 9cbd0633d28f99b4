/** What the unpacker needs from an archive, whichever reader opened it. */
export type OpenArchive = {
  /** The entries in order; each is valid until the next one is requested. Throws if the archive is damaged. */
  entries(): Iterable<ArchiveEntry> | AsyncIterable<ArchiveEntry>
  /** Why the entries ended early; undefined if they did not. */
  trouble(): string | undefined
  /** Skipping an entry takes as long as unpacking it. */
  readonly skipsByReading: boolean
  close(): void
}

export type ArchiveEntry = {
  /** As in the archive: a label, never a path. */
  readonly name: string
  readonly isLink: boolean
  readonly isEncrypted: boolean
  /**
   * Unpacks piece by piece; a piece is valid only during the call. Throws on damage.
   * When `take` returns false, the archive must not be read any further.
   */
  readonly unpack: (take: (piece: Uint8Array) => boolean) => void
}
