/** An authority, people and programs. */
import { Busy } from '../../../src/core/bounded-line.ts'
import { argon2Passwords } from '../../../src/identity-provider/passwords/argon2.ts'
import { browserSession, codeRequest } from './browser-session.ts'
import { addSigners, authorizePath, type Signers, spaRedirect } from './people.ts'
import { startAuthority, type TestAuthority } from './support.ts'

export let authority: TestAuthority
export let programs: Signers

let busy = false

export async function openStage() {
  const passwords = argon2Passwords()
  authority = await startAuthority({
    deps: {
      passwords: {
        hash: passwords.hash,
        verify(hash, text) {
          if (busy) throw new Busy()
          return passwords.verify(hash, text)
        },
      },
    },
  })
  programs = await addSigners(authority)
}

export async function open(change: Record<string, string> = {}) {
  const browser = browserSession(authority.app)
  const { query } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect, ...change })
  return { browser, page: await browser.open(authorizePath(authority.tenantId, query)) }
}

/** Whether too many passwords wait to be checked. */
export function setBusy(isBusy: boolean): void {
  busy = isBusy
}
