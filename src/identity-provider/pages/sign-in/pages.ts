/** The pages of sign-in. Their words follow Entra's, which people know. */
import { html } from 'hono/html'
import type { Application } from '../../../core/applications/application.ts'
import type { Person } from '../../../core/directory/user.ts'
import type { IdentityProvider } from '../../core/identity-provider.ts'
import { alert, type Content, formTarget, type Page } from './page.ts'

export type PasswordView = {
  /** Where the forms of this sign-in are sent. */
  readonly path: string
  readonly application: string
  readonly userName: string
  readonly message?: string | undefined
  readonly providers: readonly Pick<IdentityProvider, 'id' | 'displayName'>[]
}

export function passwordPage(view: PasswordView): Page {
  const { path, application, userName, message, providers } = view
  const invalid = message === undefined ? 'false' : 'true'
  return {
    title: 'Sign in to your account',
    body: html`<h1>Sign in</h1>
<p>to continue to ${application}</p>
${alert(message)}
<form method="post" action="${path}/password">
<label for="username">Email or user name</label>
<input id="username" name="username" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus value="${userName}" placeholder="someone@example.com" aria-invalid="${invalid}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required aria-invalid="${invalid}">
<div class="actions"><button class="primary" type="submit">Sign in</button></div>
</form>
${others(path, providers)}
${cancelForm(path, 'Cancel')}`,
  }
}

function others(path: string, providers: PasswordView['providers']): Content {
  return html`<div class="others"><a class="button" href="${path}/passkey">Sign in with a passkey</a>${providers.map(
    ({ id, displayName }) =>
      html`<a class="button" href="${path}/external/${id}">Sign in with ${displayName}</a>`,
  )}</div>`
}

type Asked = {
  readonly path: string
  readonly application: Pick<Application, 'displayName' | 'id'>
  readonly redirectUri: unknown
  readonly person: Pick<Person, 'userPrincipalName'>
}

export function accountPage({ path, person, redirectUri }: Asked): Page {
  return {
    title: 'Pick an account',
    formTargets: formTarget(redirectUri),
    body: html`<h1>Pick an account</h1>
<form method="post" action="${path}/account" class="others">
<button name="choice" value="same" type="submit">${person.userPrincipalName}</button>
<button name="choice" value="other" type="submit">Use another account</button>
</form>`,
  }
}

export function consentPage(asked: Asked, scopes: readonly string[]): Page {
  const { path, application, person, redirectUri } = asked
  return {
    title: 'Permissions requested',
    formTargets: formTarget(redirectUri),
    body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Permissions requested</h1>
<dl><dt>Application</dt><dd>${application.displayName}</dd>
<dt>Application ID</dt><dd>${application.id}</dd>
<dt>Sends its answer to</dt><dd>${String(redirectUri)}</dd></dl>
<p>This application would like to:</p>
<ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>
<p class="quiet">If you accept, this application gets these permissions for your own account. What it can do is never more than what the signed-in person may do.</p>
${choiceForm(`${path}/consent`, {
  yes: 'Accept',
  no: 'Cancel',
  cancel: `${path}/cancel`,
  before: html`<p><label><input type="checkbox" name="organization" value="yes"> Consent on behalf of your organization</label></p>
<p class="quiet">With it, all users in your organization can use the application, and nobody else is prompted to review these permissions.</p>`,
})}`,
  }
}

export function needsAdminPage(asked: Asked, scopes: readonly string[]): Page {
  const { path, application, person, redirectUri } = asked
  return {
    title: 'Need admin approval',
    formTargets: formTarget(redirectUri),
    body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Need admin approval</h1>
<p>${application.displayName} needs permissions that only an administrator can grant. Please ask an administrator to grant permission to this application before you can use it.</p>
<ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>
<p class="quiet">AADSTS90094</p>
${cancelForm(path, 'Return to the application without granting consent')}`,
  }
}

export function confirmPage({ path, application, person, redirectUri }: Asked): Page {
  return {
    title: 'Are you trying to sign in?',
    formTargets: formTarget(redirectUri),
    body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Are you trying to sign in to ${application.displayName}?</h1>
<p>Only continue if you started this yourself, with a program that you trust.</p>
${choiceForm(`${path}/consent`, { yes: 'Continue', no: 'Cancel', cancel: `${path}/cancel` })}`,
  }
}

type Choice = {
  readonly yes: string
  readonly no: string
  readonly cancel: string
  /** Shown above the buttons, in the form. */
  readonly before?: Content
}

function choiceForm(action: string, { yes, no, cancel, before = html`` }: Choice): Content {
  return html`<form method="post" action="${action}">${before}
<div class="actions"><button type="submit" formaction="${cancel}">${no}</button>
<button class="primary" type="submit" autofocus>${yes}</button></div>
</form>`
}

function cancelForm(path: string, words: string): Content {
  return html`<form method="post" action="${path}/cancel"><div class="actions"><button type="submit">${words}</button></div></form>`
}

/** For what goes wrong without a program to send it to. */
export function errorPage(text: string, code?: number): Page {
  return {
    title: 'Sign in',
    body: html`<h1>Sorry, but we’re having trouble signing you in.</h1>
<p role="alert">${code === undefined ? '' : `AADSTS${code}: `}${text}</p>`,
  }
}
