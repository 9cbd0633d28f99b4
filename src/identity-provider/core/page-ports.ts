/** What acts on the pages of sign-in and of one's own account change, in the transaction of their audit entry. */
import type { Applications } from '../../core/applications/application.ts'
import type { Audit } from '../../core/audit/audit.ts'
import type { People } from '../../core/directory/user.ts'
import type { Consents } from './consent.ts'
import type { SignIns } from './sign-ins.ts'

export type PagePorts = {
  readonly signIns: Pick<SignIns, 'end'>
  readonly people: Pick<People, 'endSignIns'>
  readonly applications: Pick<Applications, 'consent' | 'withdrawConsent'>
  readonly consents: Pick<Consents, 'of' | 'allow' | 'withdraw'>
}

export type PageAudit = Audit<PagePorts>
