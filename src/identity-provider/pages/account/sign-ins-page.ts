/** Where a person is signed in, and which programs an administrator has allowed what: to be looked at and ended. */
import { html } from 'hono/html'
import type { Application } from '../../../core/applications/application.ts'
import { maxListed, type SignIn } from '../../core/sign-ins.ts'
import { type Content, utcTime } from '../sign-in/page.ts'
import { endAllForm, wordField } from './parts.ts'
import type { Visitor } from './visitor.ts'

export type NamedSignIn = SignIn & { readonly program: string }

export function signInsSection(visitor: Visitor, signIns: readonly NamedSignIn[]): Content {
  const { path, isFresh } = visitor
  return html`<h2>Where you are signed in</h2>
${isFresh ? html`` : html`<p><a href="${path}/again">Sign in again</a> to end sign-ins.</p>`}
${signIns.map(
  (
    each,
  ) => html`<section><p><strong>${each.program}</strong>${each.isHere ? ' · this browser' : ''}</p>
<dl><dt>Since</dt><dd>${utcTime(each.begunAt)}, last ${utcTime(each.usedAt)}</dd>
<dt>From</dt><dd>${each.address}</dd><dt>By</dt><dd>${each.userAgent || 'unknown'}</dd></dl>
${isFresh ? endForm(visitor, each) : html``}</section>`,
)}
${
  signIns.length < maxListed
    ? html``
    : html`<p>These are the ${maxListed} that were used last. Ending one makes room for an older one; “End all” ends those that are not listed too.</p>`
}
${isFresh ? endAllForm(visitor) : html``}
<p class="quiet">A program that was given a token may use it for an hour at most after its sign-in was ended; “End all” ends that too.</p>`
}

function endForm(visitor: Visitor, { id, program }: NamedSignIn): Content {
  return html`<form method="post" action="${visitor.path}/end">${wordField(visitor)}
<div class="actions"><button type="submit" name="sign-in" value="${id}">End the sign-in to ${program}</button></div></form>`
}

/** What the visitor allows programs for themselves. */
export type OwnConsent = { readonly program: Application; readonly scopes: readonly string[] }

export function ownConsentsSection(visitor: Visitor, consents: readonly OwnConsent[]): Content {
  if (consents.length === 0) return html``
  return html`<h2>Programs allowed for your own account</h2>
${consents.map(
  ({ program, scopes }) => html`<section><p><strong>${program.displayName}</strong></p>
<ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>
${
  visitor.isFresh
    ? html`<form method="post" action="${visitor.path}/withdraw-own">${wordField(visitor)}
<div class="actions"><button type="submit" name="program" value="${program.id}">Withdraw your consent to ${program.displayName}</button></div></form>`
    : html``
}</section>`,
)}`
}

/** For those who may consent: what was allowed for everybody in the tenant. */
export function consentsSection(visitor: Visitor, programs: readonly Application[]): Content {
  if (programs.length === 0) return html``
  return html`<h2>Programs allowed for your organization</h2>
${programs.map(
  ({ id, displayName, signIn }) => html`<section><p><strong>${displayName}</strong></p>
<ul>${signIn.consentedScopes.map((scope) => html`<li>${scope}</li>`)}</ul>
${
  visitor.isFresh
    ? html`<form method="post" action="${visitor.path}/withdraw">${wordField(visitor)}
<div class="actions"><button type="submit" name="program" value="${id}">Withdraw consent to ${displayName}</button></div></form>`
    : html``
}</section>`,
)}`
}
