/** One security key for all windows of a visit, as a person's own is plugged in wherever they are. */
import type { BrowserContext, CDPSession, Page } from 'playwright-core'

type Key = { readonly session: CDPSession; readonly authenticatorId: string }

const options = {
  protocol: 'ctap2',
  transport: 'usb',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const

async function plugIn(context: BrowserContext, page: Page): Promise<Key> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const made = await session.send('WebAuthn.addVirtualAuthenticator', { options })
  return { session, authenticatorId: made.authenticatorId }
}

/** Windows that open later have what the key holds then. */
export async function giveSecurityKey(context: BrowserContext, page: Page): Promise<void> {
  const first = await plugIn(context, page)
  context.on('page', async (opened) => {
    const { session, authenticatorId } = await plugIn(context, opened)
    const { authenticatorId: id } = first
    const { credentials } = await first.session.send('WebAuthn.getCredentials', {
      authenticatorId: id,
    })
    for (const credential of credentials)
      await session.send('WebAuthn.addCredential', { authenticatorId, credential })
  })
}
