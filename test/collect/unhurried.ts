/** Every limit but the clock's: what ends, ends by what was counted. The largest delay that a timer knows stands for none. */
import { type ArchiveLimits, archiveLimits } from '../../src/collect/limits.ts'

export const unhurried: ArchiveLimits = { ...archiveLimits, milliseconds: 2 ** 31 - 1 }
