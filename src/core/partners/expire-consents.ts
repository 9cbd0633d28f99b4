/** Consents end by themselves on their date: nothing is let in after it, and both sides are notified. */
import { type Announce, announcementsOf } from './announce.ts'
import type { Consents } from './consent.ts'

const atOnce = 100

/** How many ended. */
export async function expireConsents({
  consents,
  announce,
}: {
  readonly consents: Pick<Consents, 'expireDue'>
  readonly announce: Announce
}): Promise<number> {
  const ended = await consents.expireDue(atOnce)
  await announce(ended.flatMap((each) => announcementsOf(each, 'partner.consent.expired')))
  return ended.length
}
