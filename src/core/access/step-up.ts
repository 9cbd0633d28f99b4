/** Destructive acts may ask a person to prove a second factor anew; who needs it is the identity provider's rule. */
import type { Caller } from './caller.ts'

/** Throws FreshFactorNeeded. */
export type StepUp = (caller: Caller) => Promise<void>
