/** Whom a role can be given to. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { RoleAssignment } from './roles.ts'

export type Principals = {
  /**
   * `by-rule`: a group whose members follow a rule. A group stays as it is until the transaction under way ends.
   */
  judge(
    tenantId: TenantId,
    principal: Pick<RoleAssignment, 'principalKind' | 'principalId'>,
  ): Promise<'fit' | 'missing' | 'by-rule'>
}

/** Throws where nobody is there to have a role, or whoever changes devices could say who has it. */
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
      'A group whose members follow a rule takes no role. Take the rule away first.',
    )
}
