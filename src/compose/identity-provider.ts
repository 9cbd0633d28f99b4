/** The authority and its pages, and what every protected surface asks of it. */
import type { People } from '../core/directory/user.ts'
import { maxImportRows } from '../core/imports/accept-import.ts'
import { outboundFetch } from '../host/outbound/outbound-fetch.ts'
import { version } from '../host/version.ts'
import { openIdentityProvider } from '../identity-provider/door.ts'
import type { GuardDeps } from '../surfaces/http/guard.ts'
import type { VerifyBearer } from '../surfaces/http/verify-bearer.ts'
import type { Base } from './base.ts'

/** Who asks, and whether that may be done. */
export type Guarded = {
  readonly verify: VerifyBearer
  readonly guard: GuardDeps
  readonly people: People
}

export type IdentityProvider = ReturnType<typeof identityProviderOn>

export function identityProviderOn(base: Base) {
  const provider = openIdentityProvider({
    ...base,
    clockMayGoBack: base.emulation !== undefined,
    outbound: outboundFetch(),
    server: {
      version,
      fidelity: base.fidelity,
      emulator: base.emulation !== undefined,
      maxImportRows,
    },
  })
  const { access, audit } = base
  const guard = { access, audit, stepUp: provider.stepUp }
  return { ...provider, guarded: { verify: provider.verify, people: provider.people, guard } }
}
