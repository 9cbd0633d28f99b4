/** The pages of a person's own account. */
import { html } from 'hono/html'
import type { Application } from '../../../core/applications/application.ts'
import type { Announcements } from '../../core/factors/announcements.ts'
import { maxNotices, type Notice } from '../../core/factors/notices.ts'
import { kindName, noticeList } from '../sign-in/announcement-step.ts'
import { type Page, utcTime } from '../sign-in/page.ts'
import { newPasswordForm } from './new-password.ts'
import { endAllForm, wordField } from './parts.ts'
import {
  consentsSection,
  type NamedSignIn,
  type OwnConsent,
  ownConsentsSection,
  signInsSection,
} from './sign-ins-page.ts'
import type { Visitor } from './visitor.ts'

export type Overview = Pick<Announcements, 'removals'> & {
  readonly notices: readonly Notice[]
  readonly signIns: readonly NamedSignIn[]
  readonly consents: readonly Application[]
  readonly ownConsents: readonly OwnConsent[]
}

export function overviewPage(visitor: Visitor, overview: Overview): Page {
  const { notices, removals, signIns, consents, ownConsents } = overview
  const { path } = visitor
  return framed(visitor, {
    title: 'Your account',
    body: html`<h1>Your account</h1>
<ul><li><a href="${path}/password">Change your password</a></li></ul>
${removals.map(
  ({
    factorId,
    kind,
    dueAt,
  }) => html`<form method="post" action="${path}/keep">${wordField(visitor)}
<p class="alert">Your last ${kindName(kind)} will be removed on ${utcTime(dueAt)}.</p>
<div class="actions"><button class="primary" type="submit" name="factor" value="${factorId}">Keep the ${kindName(kind)}</button></div></form>`,
)}
${signInsSection(visitor, signIns)}
${ownConsentsSection(visitor, ownConsents)}
${consentsSection(visitor, consents)}
${notices.length === 0 ? html`` : html`<h2>What happened</h2>${noticeList({ notices })}`}
${notices.length < maxNotices ? html`` : html`<p>These are the newest ${maxNotices}. Administrators read older ones in the audit trail.</p>`}`,
  })
}

export function passwordPage(visitor: Visitor, message?: string): Page {
  return framed(visitor, {
    title: 'Change your password',
    body: html`<h1>Change your password</h1>
${newPasswordForm({
  action: `${visitor.path}/password`,
  person: visitor.person,
  message,
  hidden: wordField(visitor),
})}
<p><a href="${visitor.path}">Back to your account</a></p>`,
  })
}

/** What a password change does not do by itself, because running applications would stop. */
export function passwordChangedPage(visitor: Visitor): Page {
  return framed(visitor, {
    title: 'Password changed',
    body: html`<h1>Your password was changed</h1>
<p>Programs and browsers that are signed in stay signed in. If somebody else may have known the old password, end them all.</p>
${endAllForm(visitor)}
<p><a href="${visitor.path}">Back to your account</a></p>`,
  })
}

export function endedPage({ path }: Visitor): Page {
  return {
    title: 'Signed out everywhere',
    body: html`<h1>All sign-ins have ended</h1>
<p>Programs ask you to sign in again, this browser too.</p>
<p><a href="${path}">Sign in to your account</a></p>`,
  }
}

/** Shows whose account it is, and a way to sign out. */
function framed({ person, tenant }: Visitor, { title, body }: Page): Page {
  return {
    title,
    body: html`<p class="quiet">${person.userPrincipalName}</p>
${body}
<p class="quiet"><a href="/${tenant.id}/oauth2/v2.0/logout">Sign out</a></p>`,
  }
}
