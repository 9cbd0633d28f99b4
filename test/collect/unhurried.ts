/** What a busy machine has no time for is no fault of an archive: limits for tests that are not about time. */
import { type ArchiveLimits, archiveLimits } from '../../src/collect/limits.ts'

export const unhurried: ArchiveLimits = { ...archiveLimits, milliseconds: 90_000 }
