/** What a person wants changed on one device, and whether the service would accept it. */

import { deviceNameFaults, groupTagFault, isUserPrincipalName } from 'taxiway-autopilot'

/** Absent members stay as they are; an empty text clears. */
export type Changes = {
  readonly groupTag?: string
  readonly displayName?: string
  readonly userPrincipalName?: string
  readonly addressableUserName?: string
}

/** What else a row says about its device; all of it must match. */
export type Marks = {
  readonly id?: string
  readonly serialNumber?: string
  readonly manufacturer?: string
  readonly model?: string
}

export type ChangeRequest = {
  /** 1-based line of a file; null on the command line. */
  readonly line: number | null
  /** Id or whole serial number. */
  readonly name: string
  readonly marks: Marks
  /** The serial number inside a hardware hash of the row; absent when it has none. */
  readonly inHash?: string
  readonly changes: Changes
}

/** Why the service would refuse `changes`, in sentences without their full stop. */
export function faultsOf(changes: Changes): readonly string[] {
  const { groupTag, displayName, userPrincipalName, addressableUserName } = changes
  const tagFault = groupTagFault(groupTag ?? '')
  const friendlyFault = groupTagFault(addressableUserName ?? '')
  const nameFaults = displayName ? deviceNameFaults(displayName) : []
  return [
    ...(tagFault === undefined ? [] : [`the group tag ${tagFault}`]),
    ...(friendlyFault === undefined ? [] : [`the user friendly name ${friendlyFault}`]),
    ...nameFaults.map((fault) => `the name '${displayName}' ${fault}`),
    ...(userPrincipalName && !isUserPrincipalName(userPrincipalName)
      ? [`'${userPrincipalName}' is not a user principal name, such as ada@contoso.com`]
      : []),
  ]
}
