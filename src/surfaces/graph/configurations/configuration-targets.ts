/** What a policy is assigned to: groups, all devices or all licensed users, narrowed by a filter perhaps. */
import { enums } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { type Groups, groupNotFound } from '../../../core/groups/group.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Members } from '../../../core/inventory/records.ts'

export const policyTarget = z.object({
  '@odata.type': z.string(),
  groupId: z.string().nullish(),
  deviceAndAppManagementAssignmentFilterId: z.string().max(100).nullish(),
  deviceAndAppManagementAssignmentFilterType: z
    .enum(enums.deviceAndAppManagementAssignmentFilterType)
    .nullish(),
})
const targetNames = new Set([
  'groupAssignmentTarget',
  'exclusionGroupAssignmentTarget',
  'allDevicesAssignmentTarget',
  'allLicensedUsersAssignmentTarget',
])

export async function checkedTarget(
  groups: Groups,
  tenantId: TenantId,
  given: z.output<typeof policyTarget>,
): Promise<Members> {
  const type = given['@odata.type']
  if (!targetNames.has(type.replace(/^#?microsoft\.graph\./, '')))
    throw new DomainError('request-invalid', `There is no assignment target '${type}'.`)
  const named = { '@odata.type': `#${type.replace(/^#/, '')}`, ...filterOf(given) }
  if (!/group/i.test(type)) return named
  const group = given.groupId ? await groups.find(tenantId, given.groupId) : undefined
  if (group === undefined) throw groupNotFound(given.groupId ?? '')
  return { ...named, groupId: group.id }
}

/** Nothing applies policies here, so a filter is kept as it is given. */
function filterOf({
  deviceAndAppManagementAssignmentFilterId: id,
  deviceAndAppManagementAssignmentFilterType: type,
}: z.output<typeof policyTarget>): Members {
  if (!id) return {}
  return {
    deviceAndAppManagementAssignmentFilterId: id,
    deviceAndAppManagementAssignmentFilterType: type ?? 'include',
  }
}

export function assignmentId(
  id: string,
  { groupId = 'acacacac-9df4-4c7d-9d50-4ef0226f57a9' }: Members,
) {
  return `${id}_${String(groupId)}`
}
