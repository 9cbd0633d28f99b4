/**
 * Destructive acts may require a fresh second factor of a person; who must give one is the identity provider's
 * rule.
 */
import type { Caller } from './caller.ts'

/** Throws FreshFactorNeeded. */
export type StepUp = (caller: Caller) => Promise<void>
