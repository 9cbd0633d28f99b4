/** What a tenant demands of registrations beyond what the service itself does. */
import type { RegistrationPolicy } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { noteAudit } from '../../../core/acting.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import { type Route, routesWith } from '../../http/route.ts'

export type RegistrationPolicyDeps = {
  readonly tenants: Pick<Tenants, 'find' | 'setAssignedUserMustExist'>
}

const policyShape = z.strictObject({
  assignedUserMustExist: z.boolean(),
}) satisfies z.ZodType<RegistrationPolicy>

const route = routesWith<RegistrationPolicyDeps>()

export const registrationPolicyRoutes: readonly Route<RegistrationPolicyDeps>[] = [
  route({
    method: 'GET',
    path: '/registration-policy',
    permission: 'devices.read',
    summary: 'What the tenant demands of registrations.',
    answer: policyShape,
    handle: async ({ ports, caller }) => await policyOf(ports, caller.tenantId),
  }),
  route({
    method: 'PUT',
    path: '/registration-policy',
    permission: 'profiles.update',
    audit: { category: 'Tenant', resource: 'RegistrationPolicy' },
    summary:
      'Refuse assigned users who are not in the tenant, are disabled or have no license, instead of warning of them.',
    body: policyShape,
    answer: policyShape,
    handle: async ({ ports, caller, body }) => {
      const before = await policyOf(ports, caller.tenantId)
      await ports.tenants.setAssignedUserMustExist(caller.tenantId, body.assignedUserMustExist)
      noteAudit({
        type: 'RegistrationPolicy',
        id: caller.tenantId,
        properties: [
          {
            name: 'assignedUserMustExist',
            before: String(before.assignedUserMustExist),
            after: String(body.assignedUserMustExist),
          },
        ],
      })
      return body
    },
  }),
]

async function policyOf(
  { tenants }: RegistrationPolicyDeps,
  tenantId: TenantId,
): Promise<RegistrationPolicy> {
  const { assignedUserMustExist = false } = (await tenants.find(tenantId)) ?? {}
  return { assignedUserMustExist }
}
