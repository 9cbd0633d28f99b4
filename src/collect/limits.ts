/** Resource limits for an archive. Its sender may be hostile, so every count is limited. */
export type ArchiveLimits = {
  /** Size of the archive itself. */
  readonly archiveBytes: number
  /** Size of an event log by itself. */
  readonly eventLogBytes: number
  /** Unpacked size of one entry that is read. */
  readonly entryBytes: number
  /** Unpacked size of all entries that are read. */
  readonly totalBytes: number
  /** Unpacked bytes per packed byte of the whole archive, checked once more than a megabyte was read. */
  readonly ratio: number
  readonly entries: number
  /** Nesting depth of archives; 1 reads no nested ones. */
  readonly depth: number
  /** Of skipped entries that have to be unpacked to get past them. */
  readonly passedBytes: number
  /** Of processor time, which does not depend on other load: the last safeguard after the counts. */
  readonly milliseconds: number
}

/** Several times what the largest Windows diagnostics archives need, within 256 MB of memory in all. */
export const archiveLimits: ArchiveLimits = {
  archiveBytes: 40 << 20,
  eventLogBytes: 24 << 20,
  entryBytes: 8 << 20,
  totalBytes: 64 << 20,
  ratio: 200,
  entries: 10_000,
  depth: 3,
  passedBytes: 256 << 20,
  milliseconds: 10_000,
}

/** How much of event logs is reported, so that reports stay small too. */
export const timelineLimits = {
  /** Events of one log: the newest. */
  perLog: 1000,
  /** Events of all logs of an archive. */
  events: 5000,
  /** Of the values of one event, together. */
  characters: 2000,
} as const
