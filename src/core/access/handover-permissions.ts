/**
 * The permissions of what leaves a tenant, by transfer, by a removal plan or as events, and of the second person who
 * lets devices go.
 */
const read = [
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementServiceConfig.ReadWrite.All',
]
const write = ['DeviceManagementServiceConfig.ReadWrite.All']

export const handoverPermissionTable = {
  'transfers.read': never('Transfers: read', read),
  'transfers.offer': never('Transfers: give devices to another tenant', write),
  'transfers.accept': never('Transfers: receive devices', write),
  'webhooks.read': never('Webhooks: read', read),
  'webhooks.write': never('Webhooks: add, change, remove', write),
  'approvals.read': never('Approvals: read', read),
  'approvals.request': never('Approvals: take back own requests', write),
  'approvals.decide': never('Approvals: decide as a second person', write),
  'removals.read': never('Removal plans: read', read),
  'removals.plan': never('Removal plans: make', write),
  'removals.run': never('Removal plans: run, cancel, undo', write),
  'approval-policy.write': never('Approvals: ask for another policy', write),
} as const

/** They reach beyond any group tag. */
function never(title: string, scopes: readonly string[]) {
  return { title, limit: 'never', scopes } as const
}
