/** The authority and its pages, and what every protected surface needs from it. */

import { maxImportRows } from '../core/imports/accept-import.ts'
import { openIdentityProvider } from '../identity-provider/door.ts'
import type { Base } from './base.ts'
import { version } from './version.ts'

export type IdentityProvider = ReturnType<typeof identityProviderOn>

export function identityProviderOn(base: Base) {
  return openIdentityProvider({
    ...base,
    clockMayGoBack: base.emulation !== undefined,
    server: {
      version,
      fidelity: base.fidelity,
      emulator: base.emulation !== undefined,
      maxImportRows,
    },
  })
}
