/** The organization's own disputes, and for an operator of the installation those of all that nobody has decided. */
import type { DisputeView } from 'taxiway-autopilot/admin'
import { disputesPath, undecidedDisputes } from './disputes.ts'
import { useOwnAndUndecided } from './own-and-undecided.ts'

export function useDisputes() {
  return useOwnAndUndecided<DisputeView>({
    own: disputesPath,
    permission: 'identity.read',
    undecided: undecidedDisputes,
  })
}
