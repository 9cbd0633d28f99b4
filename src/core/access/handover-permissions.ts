/**
 * The permissions of what leaves a tenant, by transfer, by a removal plan or as events, and of the second person who
 * lets devices go.
 */
import { never, serviceRead, serviceWrite } from './service-scopes.ts'

export const handoverPermissionTable = {
  'transfers.read': never('Transfers: read', serviceRead),
  'transfers.offer': never('Transfers: give devices to another tenant', serviceWrite),
  'transfers.accept': never('Transfers: receive devices', serviceWrite),
  'webhooks.read': never('Webhooks: read', serviceRead),
  'webhooks.write': never('Webhooks: add, change, remove', serviceWrite),
  'approvals.read': never('Approvals: read', serviceRead),
  'approvals.request': never('Approvals: take back own requests', serviceWrite),
  'approvals.decide': never('Approvals: decide as a second person', serviceWrite),
  'removals.read': never('Removal plans: read', serviceRead),
  'removals.plan': never('Removal plans: make', serviceWrite),
  'removals.run': never('Removal plans: run, cancel, undo', serviceWrite),
  'approval-policy.write': never('Approvals: ask for another policy', serviceWrite),
} as const
