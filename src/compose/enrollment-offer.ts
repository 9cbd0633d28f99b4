/** How devices are let in: by the deployment service, and by administrators. */
import type { EnrollDeps } from '../core/enrollment/enroll.ts'
import { makeEnrollmentToken } from '../core/enrollment/token.ts'
import type { DeviceId, TenantId } from '../core/ids.ts'
import { enrollmentsIn } from '../storage/enrollment/enrollments.ts'
import { enrollmentSettingsIn } from '../storage/enrollment/settings.ts'
import { enrollmentTokensIn } from '../storage/enrollment/tokens.ts'
import { findUserNamedIn } from '../storage/enrollment/users.ts'
import type { Store } from '../storage/sql/store.ts'
import type { Base } from './base.ts'
import { associationPortsIn } from './ports/association-ports.ts'

type Given = {
  readonly tenant: { readonly id: TenantId }
  readonly device: { readonly id: DeviceId }
}

/** A token with the profile, or a certificate right away. */
export function enrollmentOf({ store, publicUrl, mdmUrl = publicUrl }: Base, enroll: EnrollDeps) {
  const tokens = enrollmentTokensIn(store)
  return {
    enroll,
    managementUrl: `${mdmUrl}/omadm`,
    async offerEnrollment({ tenant, device }: Given) {
      const { token } = await makeEnrollmentToken(tokens, {
        tenantId: tenant.id,
        means: 'deployment',
        ownership: 'corporate',
        user: null,
        registrationId: device.id,
        createdBy: 'deployment service',
      })
      return { discoveryUrl: discoveryAt(mdmUrl), token }
    },
  }
}

export function enrollmentAdminPortsIn(unit: Store, { publicUrl, mdmUrl = publicUrl, now }: Base) {
  return {
    ...associationPortsIn(unit),
    enrollments: enrollmentsIn(unit),
    enrollmentSettings: enrollmentSettingsIn(unit),
    enrollmentTokens: enrollmentTokensIn(unit),
    findUserNamed: findUserNamedIn(unit),
    discoveryUrl: discoveryAt(mdmUrl),
    now,
  }
}

/** The one address that devices are given. */
function discoveryAt(origin: string): string {
  return `${origin}/EnrollmentServer/Discovery.svc`
}
