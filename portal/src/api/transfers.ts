/** Devices that went from one organization to another, or are offered. */
import type { TransferView } from 'taxiway-autopilot/admin'
import { admin } from './ask.ts'
import { useOwnAndUndecided } from './own-and-undecided.ts'

export const transfersPath = `${admin}/transfers`

/** The organization's own, and for an operator of the installation those whose dispute waits for a decision. */
export function useTransfers() {
  return useOwnAndUndecided<TransferView>({
    own: transfersPath,
    permission: 'transfers.read',
    undecided: `${transfersPath}/disputed`,
  })
}
