/** What applying a seed needs. */
import type { ApplicationCredentials, Applications } from '../../core/applications/application.ts'
import type { ApprovalPolicies } from '../../core/approvals/approval-policy.ts'
import type { AssignedUsers } from '../../core/devices/assigned-user.ts'
import type { HashPassword, Users } from '../../core/directory/user.ts'
import type { TenantId } from '../../core/ids.ts'
import type { ImportedDevices } from '../../core/imports/imported-device.ts'
import type { Partners } from '../../core/partners/partner.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import type { Webhooks } from '../../core/webhooks/webhook.ts'
import type { DirectoryDeps } from './ensure-directory.ts'
import type { GrantDeps } from './grants.ts'

export type SeedDeps = DirectoryDeps &
  GrantDeps & {
    readonly tenants: Tenants
    readonly approvalPolicies: Pick<ApprovalPolicies, 'start'>
    readonly partners: Pick<Partners, 'setStanding'>
    readonly keepMade: (made: MadeSecret) => Promise<void>
    readonly users: Users
    readonly applications: Applications
    readonly imports: ImportedDevices
    readonly assignedUsers: AssignedUsers
    readonly signInPolicies: SetSignInPolicy
    readonly webhooks: Webhooks
    readonly now: () => Date
    /** Whether a tenant has Microsoft's public clients if the seed does not say. */
    readonly wellKnownByDefault: boolean
    readonly hashPassword: HashPassword
    /** Processes imports until none is pending. */
    readonly decideAll: () => Promise<void>
  }

/** An application whose secret was generated; it can be shown only now. */
export type MadeSecret = ApplicationCredentials & {
  readonly domain: string
  readonly displayName: string
}

/** Sets how users of a tenant may sign in. */
export type SetSignInPolicy = {
  set(tenantId: TenantId, policy: { readonly deviceCode: boolean }): Promise<void>
}
