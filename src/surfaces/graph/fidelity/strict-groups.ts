/** What the directory asks of a group that is made or changed, where lenient fidelity fills in what is missing. */
import { invalid } from '../../../core/errors.ts'

type Given = {
  readonly displayName?: string | null | undefined
  readonly mailNickname?: string | null | undefined
  readonly mailEnabled?: boolean | null | undefined
  readonly securityEnabled?: boolean | null | undefined
}

/** [documented: group-post-groups, Request body] */
const required = ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'] as const

/** Characters that a nickname does not have, and its length. [documented: group, mailNickname] */
const nickname = /^[^@()\\[\]";:<>, \u0080-\uffff]{1,64}$/

export function requireWholeGroup(given: Given): void {
  const missing = required.find((name) => (given[name] ?? '') === '')
  // [observed: Microsoft365DSC#3072]
  if (missing !== undefined)
    throw invalid(`A value is required for property '${missing}' of resource 'Group'`)
  requireNickname(given)
}

export function requireNickname({ mailNickname }: Given): void {
  if (mailNickname == null || nickname.test(mailNickname)) return
  // [observed: microsoft-teams-apps-requestateam#265]
  throw invalid("Invalid value specified for property 'mailNickname' of resource 'Group'")
}
