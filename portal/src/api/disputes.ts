/** Registrations by hash alone that another organization's device has proved as its own. */
import type { DisputeView } from 'taxiway-autopilot/admin'
import { admin } from './ask.ts'
import { useOwnAndUndecided } from './own-and-undecided.ts'

export const disputesPath = `${admin}/disputes`

/** The organization's own, and for an operator of the installation those of all that nobody has decided. */
export function useDisputes() {
  return useOwnAndUndecided<DisputeView>({
    own: disputesPath,
    permission: 'identity.read',
    undecided: `${disputesPath}/undecided`,
  })
}

export function isUndecided({ state }: DisputeView): boolean {
  return state === 'open' || state === 'contested'
}

/** What nobody else can do before this person does. */
export function waitsForMe({ side, state }: DisputeView, isOperator: boolean): boolean {
  return state === 'open' ? side === 'holder' : state === 'contested' && isOperator
}
