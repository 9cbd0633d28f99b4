/** Who may decide an approval: a person who did not ask for it, and whom the requester has not enabled to decide. */
import type { Caller, UserCaller } from '../access/caller.ts'
import { actorOf } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import type { ApprovalId } from '../ids.ts'
import { type Approval, requesterOf } from './approval.ts'
import { oneself } from './approval-refusals.ts'
import { type DecideDeps, influenceHours } from './decide-deps.ts'

/** Why a requester who may not decide anyway is refused: the permission is not what stands in the way. */
export async function refusalOfRequester(
  { approvals }: Pick<DecideDeps, 'approvals'>,
  caller: Caller,
  id: ApprovalId,
): Promise<DomainError | undefined> {
  const approval = await approvals.find(caller.tenantId, id)
  return approval !== undefined && isRequester(caller, approval) ? oneself() : undefined
}

export function isRequester(caller: Caller, { requester }: Approval): boolean {
  return requester === requesterOf(actorOf(caller))
}

export function requirePerson(caller: Caller): UserCaller {
  if (caller.kind === 'user') return caller
  throw new DomainError('not-permitted', 'Only a person can decide an approval, not a program.')
}

export function requesterOfPerson({ userId }: UserCaller): string {
  return `user:${userId}`
}

export async function requireOther(
  { access, influence }: Pick<DecideDeps, 'access' | 'influence'>,
  { tenantId, requester }: Approval,
  person: UserCaller,
): Promise<void> {
  if (requester === requesterOfPerson(person)) throw oneself()
  // Anyone who can change applications could act as any of them.
  if (!requester.startsWith('user:') && (await access.hasWhole(person, 'applications.write')))
    throw new DomainError(
      'not-permitted',
      'A program asked for this, and you may change programs: someone who may not has to decide.',
    )
  if (await influence.reaches(tenantId, requester, person))
    throw new DomainError(
      'not-permitted',
      `The one who asked for this has changed your account or your roles within the last ${influenceHours} hours. Someone else has to decide.`,
    )
}
