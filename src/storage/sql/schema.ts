/** The database as Kysely knows it: one type per table, hand-written and compared with the migrations by a test. */
import type { ApprovalTables } from './tables/approvals.ts'
import type { AuditTables } from './tables/audit.ts'
import type { DeploymentTables } from './tables/deployment.ts'
import type { DeviceTables } from './tables/devices.ts'
import type { DirectoryTables } from './tables/directory.ts'
import type { EnrollmentTables } from './tables/enrollment.ts'
import type { FactorTables } from './tables/factors.ts'
import type { IdentityTables } from './tables/identity.ts'
import type { ImportTables } from './tables/imports.ts'
import type { InstallationTables } from './tables/installation.ts'
import type { IntakeTables } from './tables/intake.ts'
import type { ManagementTables } from './tables/management.ts'
import type { PartnerTables } from './tables/partners.ts'
import type { PortalTables } from './tables/portal.ts'
import type { ProfileTables } from './tables/profiles.ts'
import type { RecordTables } from './tables/records.ts'
import type { RemovalPlanTables } from './tables/removal-plans.ts'
import type { RepairTables } from './tables/repairs.ts'
import type { RequestTables } from './tables/requests.ts'
import type { RoleTables } from './tables/roles.ts'
import type { AuthorityTables } from './tables/sign-in.ts'
import type { TallyTables } from './tables/tallies.ts'
import type { TenantTables } from './tables/tenants.ts'
import type { TransferTables } from './tables/transfers.ts'
import type { WebhookTables } from './tables/webhooks.ts'

export type Database = ApprovalTables &
  AuditTables &
  AuthorityTables &
  DeploymentTables &
  DeviceTables &
  DirectoryTables &
  EnrollmentTables &
  FactorTables &
  IdentityTables &
  ImportTables &
  InstallationTables &
  IntakeTables &
  ManagementTables &
  PartnerTables &
  PortalTables &
  ProfileTables &
  RecordTables &
  RemovalPlanTables &
  RepairTables &
  RequestTables &
  RoleTables &
  TallyTables &
  TenantTables &
  TransferTables &
  WebhookTables
