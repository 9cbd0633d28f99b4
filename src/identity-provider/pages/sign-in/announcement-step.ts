/** The last page of a sign-in, where there is something to know about factors: there is no mail to say it. */
import { html } from 'hono/html'
import type { Person } from '../../../core/directory/user.ts'
import type { Announcements, Announcer } from '../../core/factors/announcements.ts'
import { maxNotices, sentenceOf } from '../../core/factors/notices.ts'
import { type Content, type Page, utcTime } from './page.ts'

export type AnnouncementDeps = { readonly announcer: Announcer }

/** Undefined: there is nothing to show. */
export async function announcementPage(
  { announcer }: AnnouncementDeps,
  person: Person,
  path: string,
): Promise<Page | undefined> {
  const announcements = await announcer.of(person)
  const { notices, removals } = announcements
  if (notices.length + removals.length === 0) return undefined
  return {
    title: 'Changes to sign-in',
    body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Please read this</h1>
${noticeList(announcements)}
<form method="post" action="${path}/announcements">
${notices.map(({ id }) => html`<input type="hidden" name="notice" value="${id}">`)}
${removals.map(
  ({
    factorId,
    kind,
    dueAt,
  }) => html`<p class="alert">Your last ${kindName(kind)} will be removed on ${utcTime(dueAt)}.
If you did not ask for it, keep it and change your password.</p>
<div class="actions"><button type="submit" name="keep" value="${factorId}">Keep the ${kindName(kind)}</button></div>`,
)}
<div class="actions"><button class="primary" type="submit">Go on</button></div>
</form>
<p class="quiet">If something here is a surprise, tell an administrator, and end all sign-ins on <a href="/${person.tenantId}/account">the page of your account</a>.</p>`,
  }
}

export function noticeList({ notices }: Pick<Announcements, 'notices'>): Content {
  return html`<dl>${notices.map(
    ({ at, name, userPrincipalName }) =>
      html`<dt>${utcTime(at)} · ${userPrincipalName ?? 'somebody who is gone'}</dt><dd>${sentenceOf(name)}</dd>`,
  )}</dl>`
}

export function kindName(kind: Announcements['removals'][number]['kind']): string {
  return kind === 'passkey' ? 'passkey' : 'authenticator app'
}

/** Does what the button says; the notices that were shown are read then. */
export async function readAnnouncements(
  { announcer }: AnnouncementDeps,
  person: Person,
  form: URLSearchParams,
): Promise<void> {
  await announcer.markRead(person, form.getAll('notice').slice(0, maxNotices))
  await keepFactor({ announcer }, person, form.get('keep'))
}

/** The factor stays, if its removal waits; nothing where the person has no such factor, or it is null. */
export async function keepFactor(
  { announcer }: AnnouncementDeps,
  person: Person,
  factorId: string | null,
): Promise<void> {
  const { removals } = await announcer.of(person)
  const removal = removals.find((each) => each.factorId === factorId)
  if (removal !== undefined) await announcer.keep(person, removal.factorId)
}
