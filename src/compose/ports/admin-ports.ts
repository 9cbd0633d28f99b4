/** What the routes of `/admin/v1` need, on the whole database or in one transaction. */
import { principalsIn } from '../../storage/access/principals.ts'
import { applicationCertificatesIn } from '../../storage/applications/application-certificates.ts'
import { applicationSecretsIn } from '../../storage/applications/application-secrets.ts'
import { conflictsIn } from '../../storage/conflicts/conflicts.ts'
import { eventsIn } from '../../storage/events/events.ts'
import { deviceHistoriesIn, identityLookupIn } from '../../storage/identity/histories.ts'
import { importJobsIn } from '../../storage/imports/import-jobs.ts'
import { managedReportsIn } from '../../storage/management/sessions.ts'
import { profilePlansIn } from '../../storage/profiles/profile-plans.ts'
import type { Store } from '../../storage/sql/store.ts'
import { disclosuresIn } from '../../storage/tenants/disclosures.ts'
import type { Base } from '../base.ts'
import { fileCollector } from '../collecting.ts'
import type { Deciding } from '../deciding.ts'
import { enrollmentAdminPortsIn } from '../enrollment-offer.ts'
import type { IdentityProvider } from '../identity-provider.ts'
import { webhookPortsIn } from '../webhooks.ts'
import { decisionPortsIn } from './decision-ports.ts'
import { deploymentPortsIn } from './deployment-ports.ts'
import { consentPortsIn, partnerWorkPortsIn } from './partner-ports.ts'
import { portalPortsIn } from './portal-ports.ts'
import { repairPortsIn } from './repair-ports.ts'

export type AdminNeeds = {
  readonly provider: IdentityProvider
  readonly deciding: Deciding
}

export function adminPortsWith(base: Base, { provider, deciding }: AdminNeeds) {
  const { wrap, now, publicUrl } = base
  const { tokens, denyValues, checkpointKey } = deciding
  const collectFile = fileCollector()
  return (unit: Store) => {
    const shared = base.basePortsIn(unit)
    return {
      ...provider.adminPortsIn(unit, shared),
      ...shared,
      ...consentPortsIn(unit, now),
      ...partnerWorkPortsIn(unit),
      ...deploymentPortsIn(unit, wrap),
      ...enrollmentAdminPortsIn(unit, base),
      ...portalPortsIn(unit, base, shared),
      ...webhookPortsIn(unit, base),
      ...decisionPortsIn(unit, provider),
      managedReports: managedReportsIn(unit, wrap),
      ...repairPortsIn(unit, base, deciding),
      plans: profilePlansIn(unit),
      stepUp: provider.stepUp,
      certificates: applicationCertificatesIn(unit),
      principals: principalsIn(unit),
      wellKnownByDefault: base.emulation !== undefined,
      secrets: applicationSecretsIn(unit),
      conflicts: conflictsIn(unit, wrap),
      histories: deviceHistoriesIn(unit),
      lookup: identityLookupIn(unit, wrap),
      examiner: async () => ({ tokens, denyList: await denyValues.current() }),
      events: eventsIn(unit),
      disclosures: disclosuresIn(unit),
      denyValues,
      checkpointKey,
      jobs: importJobsIn(unit),
      collectFile,
      publicUrl,
    }
  }
}
