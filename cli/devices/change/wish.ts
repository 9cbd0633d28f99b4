/** What a person wants done to one device, and whether it may be asked for at all. */

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

const longestTag = 512
const longestName = 15

/** Why the service would refuse `changes`, in sentences; the rules stand in autopilot-behaviour 1.4 (L4 observed, L5 documented). */
export function faultsOf({ groupTag, displayName, userPrincipalName }: Changes): readonly string[] {
  const faults: string[] = []
  if (groupTag !== undefined && groupTag.length > longestTag) {
    faults.push(`the group tag has ${groupTag.length} characters; ${longestTag} are allowed`)
  }
  if (displayName) faults.push(...nameFaults(displayName))
  if (userPrincipalName && !/^[^\s@]+@[^\s@]+$/.test(userPrincipalName)) {
    faults.push(`'${userPrincipalName}' is no user principal name, such as ada@contoso.com`)
  }
  return faults
}

function nameFaults(name: string): readonly string[] {
  const faults: string[] = []
  if (name.length > longestName) {
    faults.push(`the name '${name}' is longer than ${longestName} characters`)
  }
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    faults.push(`the name '${name}' holds something else than letters, digits and hyphens`)
  }
  if (/^\d+$/.test(name)) faults.push(`the name '${name}' is all digits`)
  return faults
}
