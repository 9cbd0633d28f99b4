/** What the unpacker needs of an archive, whichever reader opened it. */
export type OpenArchive = {
  /** The entries in order; each is good until the next one is asked for. Throws where the archive is damaged. */
  entries(): Iterable<ArchiveEntry> | AsyncIterable<ArchiveEntry>
  /** What ended the entries before their time; undefined when nothing did. */
  trouble(): string | undefined
  /** To skip an entry takes as long as to unpack it. */
  readonly skipsByReading: boolean
  close(): void
}

export type ArchiveEntry = {
  /** As the archive has it: a label, never a path. */
  readonly name: string
  readonly isLink: boolean
  readonly isEncrypted: boolean
  /**
   * Unpacks piece by piece; a piece is good only during the call. Throws on damage.
   * When `take` says false, the archive is not to be read any further.
   */
  readonly unpack: (take: (piece: Uint8Array) => boolean) => void
}
