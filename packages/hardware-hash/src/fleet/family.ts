import type { HashDescription } from '../records/fields.ts'
import type { Random } from './random.ts'

/** Builds one machine; `ek` gives the modulus of its TPM, and is only asked where there is one. */
export type Family = (random: Random, ek: () => string) => HashDescription
