/** Every route of `/admin/v1` but the identity provider's, and what these routes need. */
import type { AssignDeps } from '../../core/access/manage-roles.ts'
import type { AssociationDeps } from '../../core/associations/associated-device.ts'
import type { UseDeps } from '../../core/groups/group-use.ts'
import type { TenantDeps } from '../../core/tenants/create-tenant.ts'
import type { Route } from '../http/route.ts'
import { type ApplicationRouteDeps, applicationRoutes } from './applications/application-routes.ts'
import { certificateRoutes } from './applications/certificate-routes.ts'
import { keyRoutes } from './applications/key-routes.ts'
import type { ApprovalRouteDeps } from './approvals/approval-ports.ts'
import { approvalRoutes } from './approvals/approval-routes.ts'
import { associationRoutes } from './associations/association-routes.ts'
import { type AuditRouteDeps, auditRoutes } from './audit/audit-routes.ts'
import { type CollectDeps, collectRoutes } from './collect-routes.ts'
import { type DeploymentRouteDeps, deploymentRoutes } from './deployment/deployment-routes.ts'
import { type DeletedDeviceDeps, deletedDeviceRoutes } from './devices/deleted-device-routes.ts'
import { type DeviceDetailDeps, deviceDetailRoutes } from './devices/device-detail-routes.ts'
import { type DeviceListDeps, deviceListRoutes } from './devices/device-list-routes.ts'
import { deviceRecordRoutes } from './devices/device-record-routes.ts'
import { type OverviewDeps, overviewRoutes } from './devices/overview-routes.ts'
import { type OwnershipRouteDeps, ownershipRoutes } from './devices/ownership-routes.ts'
import type { DeviceRecordDeps } from './devices/read-device-record.ts'
import { type EnrollmentRouteDeps, enrollmentRoutes } from './enrollments/enrollment-routes.ts'
import { type ManagementRouteDeps, managementRoutes } from './enrollments/management-routes.ts'
import { type EnrollmentTokenDeps, enrollmentTokenRoutes } from './enrollments/token-routes.ts'
import { type DisputeRouteDeps, disputeRoutes } from './identity/dispute-routes.ts'
import { type IdentityRouteDeps, identityRoutes } from './identity/identity-routes.ts'
import { type ImportRouteDeps, importRoutes } from './imports/import-routes.ts'
import { type UndecidedDeps, undecidedImportRoutes } from './imports/undecided-routes.ts'
import { type IntakeRouteDeps, intakeRoutes } from './intake/intake-routes.ts'
import type { DeviceJobDeps } from './jobs/job-ports.ts'
import { deviceJobRoutes } from './jobs/job-routes.ts'
import { type ChannelRouteDeps, channelRoutes } from './partners/channel-routes.ts'
import type { ConsentRouteDeps } from './partners/consent-ports.ts'
import { consentRoutes } from './partners/consent-routes.ts'
import {
  type CustomerProfileDeps,
  customerProfileRoutes,
} from './partners/customer-profile-routes.ts'
import { type CustomerRouteDeps, customerRoutes } from './partners/customer-routes.ts'
import {
  type OwnRelationshipDeps,
  ownRelationshipRoutes,
} from './partners/own-relationship-routes.ts'
import { partnerActivityRoutes } from './partners/partner-activity-routes.ts'
import {
  type PartnerStandingDeps,
  partnerStandingRoutes,
} from './partners/partner-standing-routes.ts'
import { relationshipRequestRoutes } from './partners/relationship-request-routes.ts'
import {
  type RemovalPlanRouteDeps,
  removalPlanRoutes,
} from './removal-plans/removal-plan-routes.ts'
import { type FindingRouteDeps, findingRoutes } from './repairs/finding-routes.ts'
import { repairRoutes } from './repairs/repair-routes.ts'
import { returnRoutes } from './repairs/return-routes.ts'
import { roleRoutes } from './roles/role-routes.ts'
import { type DenyListDeps, denyListRoutes } from './tenants/deny-list-routes.ts'
import { type DisclosureDeps, disclosureRoutes } from './tenants/disclosure-routes.ts'
import { registrationPolicyRoutes } from './tenants/registration-policy-routes.ts'
import { type SettingsDeps, settingsRoutes } from './tenants/settings-routes.ts'
import { tenantRoutes } from './tenants/tenant-routes.ts'
import type { TransferRouteDeps } from './transfers/transfer-ports.ts'
import { transferRoutes } from './transfers/transfer-routes.ts'
import { useRoutes } from './use-routes.ts'
import { type ViewDeps, viewRoutes } from './view-routes.ts'
import { type EventRouteDeps, eventRoutes } from './webhooks/event-routes.ts'
import type { WebhookRouteDeps } from './webhooks/webhook-ports.ts'
import { webhookRoutes } from './webhooks/webhook-routes.ts'

/** What this surface's own routes need. */
export type AdminPorts = ApplicationRouteDeps &
  ApprovalRouteDeps &
  AssociationDeps &
  AuditRouteDeps &
  DenyListDeps &
  DeploymentRouteDeps &
  DisputeRouteDeps &
  EventRouteDeps &
  EnrollmentRouteDeps &
  EnrollmentTokenDeps &
  DeletedDeviceDeps &
  DeviceDetailDeps &
  DeviceJobDeps &
  DeviceListDeps &
  DeviceRecordDeps &
  ImportRouteDeps &
  IntakeRouteDeps &
  OverviewDeps &
  OwnershipRouteDeps &
  IdentityRouteDeps &
  UndecidedDeps &
  AssignDeps &
  DisclosureDeps &
  TenantDeps &
  TransferRouteDeps &
  CollectDeps &
  ChannelRouteDeps &
  ConsentRouteDeps &
  CustomerRouteDeps &
  CustomerProfileDeps &
  ManagementRouteDeps &
  OwnRelationshipDeps &
  PartnerStandingDeps &
  RemovalPlanRouteDeps &
  FindingRouteDeps &
  SettingsDeps &
  UseDeps &
  ViewDeps &
  WebhookRouteDeps

export const ownRoutes: readonly Route<AdminPorts>[] = [
  ...tenantRoutes,
  ...registrationPolicyRoutes,
  ...disclosureRoutes,
  ...roleRoutes,
  ...applicationRoutes,
  ...certificateRoutes,
  ...keyRoutes,
  ...approvalRoutes,
  ...associationRoutes,
  ...auditRoutes,
  ...undecidedImportRoutes,
  ...deviceListRoutes,
  ...deviceDetailRoutes,
  ...deviceRecordRoutes,
  ...deletedDeviceRoutes,
  ...ownershipRoutes,
  ...deviceJobRoutes,
  ...removalPlanRoutes,
  ...overviewRoutes,
  ...importRoutes,
  ...intakeRoutes,
  ...identityRoutes,
  ...eventRoutes,
  ...webhookRoutes,
  ...transferRoutes,
  ...repairRoutes,
  ...returnRoutes,
  ...findingRoutes,
  ...denyListRoutes,
  ...deploymentRoutes,
  ...disputeRoutes,
  ...enrollmentRoutes,
  ...enrollmentTokenRoutes,
  ...viewRoutes,
  ...useRoutes,
  ...settingsRoutes,
  ...collectRoutes,
  ...channelRoutes,
  ...managementRoutes,
  ...partnerActivityRoutes,
  ...relationshipRequestRoutes,
  ...consentRoutes,
  ...ownRelationshipRoutes,
  ...customerRoutes,
  ...customerProfileRoutes,
  ...partnerStandingRoutes,
]
