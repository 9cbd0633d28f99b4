/** Rows whose assigned user is refused are accepted as refused, so that one bad name never fails the others. */
import type { AssignedUsers } from '../devices/assigned-user.ts'
import type { TenantId } from '../ids.ts'
import type { Submission } from './imported-device.ts'

export async function withUsersChecked(
  assignedUsers: AssignedUsers,
  tenantId: TenantId,
  submissions: readonly Submission[],
): Promise<readonly Submission[]> {
  const names = submissions.map((each) => each.assignedUserPrincipalName)
  const verdicts = await assignedUsers(tenantId, names)
  if (verdicts.size === 0) return submissions
  return submissions.map((submission) => {
    const { fault } = verdicts.get(submission.assignedUserPrincipalName ?? '') ?? {}
    return fault === undefined ? submission : { ...submission, refused: 'AssignedUserNotInTenant' }
  })
}
