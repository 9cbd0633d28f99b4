/** `/admin/v1`: everything that Graph has no resource for. A file of routes is added by one line in `routesOf`. */
import { Hono } from 'hono'
import type { AssignDeps } from '../../core/access/manage-roles.ts'
import type { AssociationDeps } from '../../core/associations/associated-device.ts'
import type { UseDeps } from '../../core/groups/group-use.ts'
import type { TenantDeps } from '../../core/tenants/create-tenant.ts'
import { addRoutes } from '../http/add-routes.ts'
import { authenticated } from '../http/authenticate.ts'
import type { GuardDeps } from '../http/guard.ts'
import { addOpenRoutes, open } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import type { Route } from '../http/route.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'
import { type ApplicationRouteDeps, applicationRoutes } from './application-routes.ts'
import { type ApprovalRouteDeps, approvalRoutes } from './approvals/approval-routes.ts'
import { associationRoutes } from './associations/association-routes.ts'
import { type AuditRouteDeps, auditRoutes } from './audit-routes.ts'
import { certificateRoutes } from './certificate-routes.ts'
import { type CollectDeps, collectRoutes } from './collect-routes.ts'
import { type DenyListDeps, denyListRoutes } from './deny-list-routes.ts'
import { type DeploymentRouteDeps, deploymentRoutes } from './deployment-routes.ts'
import { type DeletedDeviceDeps, deletedDeviceRoutes } from './devices/deleted-device-routes.ts'
import { type DeviceDetailDeps, deviceDetailRoutes } from './devices/device-detail-routes.ts'
import { type DeviceListDeps, deviceListRoutes } from './devices/device-list-routes.ts'
import { type DeviceRecordDeps, deviceRecordRoutes } from './devices/device-record-routes.ts'
import { type OverviewDeps, overviewRoutes } from './devices/overview-routes.ts'
import { type OwnershipRouteDeps, ownershipRoutes } from './devices/ownership-routes.ts'
import { adminDialect } from './dialect.ts'
import { type DisclosureDeps, disclosureRoutes } from './disclosure-routes.ts'
import { type DisputeRouteDeps, disputeRoutes } from './dispute-routes.ts'
import { type EnrollmentRouteDeps, enrollmentRoutes } from './enrollments/enrollment-routes.ts'
import { type ManagementRouteDeps, managementRoutes } from './enrollments/management-routes.ts'
import { type EnrollmentTokenDeps, enrollmentTokenRoutes } from './enrollments/token-routes.ts'
import { adminErrors, noSuchRoute } from './errors.ts'
import { type IdentityRouteDeps, identityRoutes } from './identity-routes.ts'
import { type ImportRouteDeps, importRoutes } from './imports/import-routes.ts'
import { type IntakeRouteDeps, intakeRoutes } from './intake/intake-routes.ts'
import { type JobDeps, jobRoutes } from './job-routes.ts'
import { type DeviceJobDeps, deviceJobRoutes } from './jobs/job-routes.ts'
import { openApi } from './openapi.ts'
import { type ChannelRouteDeps, channelRoutes } from './partners/channel-routes.ts'
import { type ConsentRouteDeps, consentRoutes } from './partners/consent-routes.ts'
import {
  type CustomerProfileDeps,
  customerProfileRoutes,
} from './partners/customer-profile-routes.ts'
import { type CustomerRouteDeps, customerRoutes } from './partners/customer-routes.ts'
import {
  type OwnRelationshipDeps,
  ownRelationshipRoutes,
} from './partners/own-relationship-routes.ts'
import {
  type PartnerStandingDeps,
  partnerStandingRoutes,
} from './partners/partner-standing-routes.ts'
import { registrationPolicyRoutes } from './registration-policy-routes.ts'
import {
  type RemovalPlanRouteDeps,
  removalPlanRoutes,
} from './removal-plans/removal-plan-routes.ts'
import { type FindingRouteDeps, findingRoutes } from './repairs/finding-routes.ts'
import { repairRoutes } from './repairs/repair-routes.ts'
import { returnRoutes } from './repairs/return-routes.ts'
import { roleRoutes } from './role-routes.ts'
import { type SettingsDeps, settingsRoutes } from './settings-routes.ts'
import { tenantRoutes } from './tenant-routes.ts'
import { type TransferRouteDeps, transferRoutes } from './transfers/transfer-routes.ts'
import { useRoutes } from './use-routes.ts'
import { type ViewDeps, viewRoutes } from './view-routes.ts'
import { type EventRouteDeps, eventRoutes } from './webhooks/event-routes.ts'
import { type WebhookRouteDeps, webhookRoutes } from './webhooks/webhook-routes.ts'

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
  JobDeps &
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

export type AdminDeps<Ports extends AdminPorts> = {
  readonly verify: VerifyBearer
  readonly guard: GuardDeps<Ports>
  readonly origin: PublicOrigin
  /** The routes of the identity provider, which is a module of its own. */
  readonly identityProvider: readonly Route<Ports>[]
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

const base = '/admin/v1'

const ownRoutes: readonly Route<AdminPorts>[] = [
  ...tenantRoutes,
  ...registrationPolicyRoutes,
  ...disclosureRoutes,
  ...roleRoutes,
  ...applicationRoutes,
  ...certificateRoutes,
  ...approvalRoutes,
  ...associationRoutes,
  ...auditRoutes,
  ...jobRoutes,
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
  ...consentRoutes,
  ...ownRelationshipRoutes,
  ...customerRoutes,
  ...customerProfileRoutes,
  ...partnerStandingRoutes,
]

export function adminApp<Ports extends AdminPorts>(deps: AdminDeps<Ports>): Hono<RequestEnv> {
  const routes: readonly Route<Ports>[] = [...ownRoutes, ...deps.identityProvider]
  const app = new Hono<RequestEnv>({ strict: false }).basePath(base)
  let description: object | undefined
  app.use(requestIds)
  addOpenRoutes(app, [
    open({
      method: 'GET',
      path: '/openapi.json',
      reason: 'it says how to ask, and nothing of anybody',
      says: 'application/json',
      // Made when first requested: it would cost each start as much processor time as loading the server.
      handle: (c) => {
        description ??= openApi(routes, base)
        return c.json(description)
      },
    }),
  ])
  app.use(authenticated(deps.verify))
  addRoutes(app, { guard: deps.guard, dialect: adminDialect(deps.origin) }, routes)
  requireGuards(app)
  app.notFound(noSuchRoute)
  app.onError(adminErrors(deps.report))
  return app
}
