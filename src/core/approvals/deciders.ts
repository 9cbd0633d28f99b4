/**
 * Those who approved. What they approved counts when it is carried out, which may be days later: by then each of them
 * must still be allowed to decide.
 */
import type { Permission } from '../access/permissions.ts'
import type { AuditActor } from '../audit/audit.ts'
import type { Standing } from '../standing/standing.ts'
import type { Approval, Decider } from './approval.ts'

type Asked = Pick<Standing, 'permissionsOf'>

export async function stillDecide(
  standing: Asked,
  deciders: readonly Decider[],
): Promise<readonly Decider[]> {
  const still: Decider[] = []
  for (const each of deciders) {
    const held = await standing.permissionsOf(each.tenantId, each.actor)
    if (held.has(each.permission)) still.push(each)
  }
  return still
}

export async function stillCounts(standing: Asked, approval: Approval): Promise<boolean> {
  const deciders = approval.deciders ?? namedDeciders(approval)
  return deciders.length > 0 && (await stillDecide(standing, deciders)).length === deciders.length
}

/** Of an approval of a version that kept only names; those of operators say nothing of their tenant. */
function namedDeciders({ tenantId, decidedBy, brokenBy }: Approval): readonly Decider[] {
  if (decidedBy === null || brokenBy.length > 0) return []
  const actor = {
    kind: 'user',
    applicationId: '',
    userId: decidedBy,
    userPrincipalName: decidedBy,
  } as const
  return [{ tenantId, actor, permission: 'approvals.decide' }]
}

/** Whether the one who asked could still do so; what they send again themselves asks their permission anyway. */
export async function requesterMay(
  standing: Pick<Standing, 'scopeOf'>,
  { tenantId, requester, requestedBy }: Approval,
  permission: Permission,
): Promise<boolean> {
  const [kind, id = ''] = requester.split(':')
  if (kind !== 'user' && kind !== 'application') return true
  const actor: AuditActor =
    kind === 'user'
      ? { kind, applicationId: '', userId: id, userPrincipalName: requestedBy }
      : { kind, applicationId: id, objectId: '' }
  return (await standing.scopeOf(tenantId, actor, [permission])) !== undefined
}
