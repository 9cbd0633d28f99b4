/**
 * The second step of a sign-in: what a person must still prove after the first.
 *
 * The core only decides what is missing; the pages that ask for it belong to the surface.
 */
import type { Person } from '../../../core/directory/user.ts'

/** A pending sign-in: who it is, and the methods proved so far by their RFC 8176 names (`pwd`, `otp`, `hwk`, …). */
export type SignInProgress = {
  readonly person: Person
  readonly amr: readonly string[]
}

/** Ways to continue, by the name of their page; any of them is a step forward. Empty = the sign-in is complete. */
export type NeededFactors = readonly string[]

export type Factors = {
  required(progress: SignInProgress): Promise<NeededFactors>
}
