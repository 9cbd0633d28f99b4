/** Principals: users, groups and applications that a role can be assigned to. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { RoleAssignment } from './roles.ts'

export type Principals = {
  /** `by-rule`: a group whose members follow a rule. A group cannot change until the current transaction ends. */
  judge(
    tenantId: TenantId,
    principal: Pick<RoleAssignment, 'principalKind' | 'principalId'>,
  ): Promise<'fit' | 'missing' | 'by-rule'>
}

/**
 * Throws if there is no such principal, or if its members follow a rule over devices: then anyone who can change
 * devices could decide who gets the role.
 */
export async function requirePrincipal(
  principals: Principals,
  tenantId: TenantId,
  { principalKind, principalId }: Pick<RoleAssignment, 'principalKind' | 'principalId'>,
): Promise<void> {
  const verdict = await principals.judge(tenantId, { principalKind, principalId })
  if (verdict === 'missing')
    throw new DomainError(
      'request-invalid',
      `principalId: there is no ${principalKind} '${principalId}'.`,
    )
  if (verdict === 'by-rule')
    throw new DomainError(
      'conflict',
      'A group whose members follow a rule cannot have a role. Remove the rule first.',
    )
}
