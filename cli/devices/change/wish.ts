/** What a person wants done to one device, and whether it may be asked for at all. */

import { deviceNameFaults, groupTagFault, isUserPrincipalName } from 'taxiway-autopilot'

/** Absent members stay as they are; an empty text clears. */
export type Changes = {
  readonly groupTag?: string
  readonly displayName?: string
  readonly userPrincipalName?: string
  readonly addressableUserName?: string
}

/** What a row says of its device beside the name; all of it must fit. */
export type Marks = {
  readonly id?: string
  readonly serialNumber?: string
  readonly manufacturer?: string
  readonly model?: string
}

export type Wish = {
  /** 1-based line of a file; null on the command line. */
  readonly line: number | null
  /** Id or whole serial number. */
  readonly name: string
  readonly marks: Marks
  readonly changes: Changes
}

/** Why the service would refuse `changes`, in sentences without their full stop. */
export function faultsOf({ groupTag, displayName, userPrincipalName }: Changes): readonly string[] {
  const tagFault = groupTagFault(groupTag ?? '')
  const nameFaults = displayName ? deviceNameFaults(displayName) : []
  return [
    ...(tagFault === undefined ? [] : [`the group tag ${tagFault}`]),
    ...nameFaults.map((fault) => `the name '${displayName}' ${fault}`),
    ...(userPrincipalName && !isUserPrincipalName(userPrincipalName)
      ? [`'${userPrincipalName}' is not a user principal name, such as ada@contoso.com`]
      : []),
  ]
}
