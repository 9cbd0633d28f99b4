/** Pages that the provider asks for in the middle of its own work: errors, sign-out, and codes of devices. */
import { html } from 'hono/html'
import type { Client, ErrorOut, KoaContextWithOIDC, UnknownObject } from 'oidc-provider'
import { DomainError } from '../../core/errors.ts'
import { addressHeader } from '../oidc/ask-provider.ts'
import { judgeError } from '../oidc/errors.ts'
import { type Fault, Refused } from '../oidc/faults/fault.ts'
import { openIdScopes } from '../oidc/scopes.ts'
import type { ProviderDeps, ProviderPages } from '../oidc/tenant-provider.ts'
import { alert, formTarget, type Page, rendered } from './sign-in/page.ts'
import { errorPage } from './sign-in/pages.ts'

type Context = Pick<KoaContextWithOIDC, 'oidc' | 'set' | 'status' | 'body' | 'get'>

export function providerPages({ report }: Pick<ProviderDeps, 'report'>): ProviderPages {
  return {
    async error(ctx: Context, out: ErrorOut, error: unknown): Promise<void> {
      if (error instanceof Refused) {
        ctx.status = error.fault.status
        return await show(ctx, errorPage(error.fault.text, error.fault.aadsts))
      }
      if (error instanceof DomainError) return await showFault(ctx, judgeError(error).fault)
      if (out.error === 'server_error') report(error)
      await show(ctx, errorPage(out.error_description ?? out.error))
    },

    async logout(ctx: Context): Promise<void> {
      const secret = secretOf(ctx)
      const target = ctx.oidc.params?.['post_logout_redirect_uri']
      await show(ctx, {
        title: 'Sign out',
        formTargets: target === undefined ? [] : formTarget(target),
        body: html`<h1>Sign out</h1>
<p>Do you want to sign out of your account in this browser?</p>
<form method="post" action="${ctx.oidc.urlFor('end_session_confirm')}">
<input type="hidden" name="xsrf" value="${secret}">
<div class="actions"><button type="submit">Stay signed in</button>
<button class="primary" type="submit" name="logout" value="yes" autofocus>Sign out</button></div>
</form>`,
      })
    },

    async loggedOut(ctx: Context): Promise<void> {
      await show(ctx, {
        title: 'Signed out',
        body: html`<h1>You signed out of your account</h1><p>It’s a good idea to close all browser windows.</p>`,
      })
    },

    deviceInfo: (ctx: Context) => ({ ip: ctx.get(addressHeader), ua: ctx.get('user-agent') }),

    async userCode(ctx: Context, ...[, , error]: CodeQuestion): Promise<void> {
      if (error instanceof Refused) {
        ctx.status = error.fault.status
        return await show(ctx, errorPage(error.fault.text, error.fault.aadsts))
      }
      await show(ctx, {
        title: 'Sign in to your account',
        body: html`<h1>Enter code</h1>
${alert(error === undefined ? undefined : codeMessage(error))}
<p>Only enter a code that a program on your own device shows you. Never enter one that somebody sent you.</p>
<form method="post" action="${ctx.oidc.urlFor('code_verification')}">
<input type="hidden" name="xsrf" value="${secretOf(ctx)}">
<label for="user_code">Code</label>
<input id="user_code" name="user_code" class="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus>
<div class="actions"><button class="primary" type="submit">Next</button></div>
</form>`,
      })
    },

    async confirmDevice(ctx: Context, ...[, client, device, code]: Confirmation): Promise<void> {
      const scopes = String(ctx.oidc.entities.DeviceCode?.params?.['scope'] ?? '').split(' ')
      await show(ctx, {
        title: 'Are you trying to sign in?',
        body: html`<h1>Are you trying to sign in to ${client.clientName ?? client.clientId}?</h1>
<dl><dt>Code</dt><dd class="code">${code}</dd>
<dt>The program runs at the address</dt><dd>${String(device['ip'])}</dd>
<dt>It asks for</dt><dd>${scopes.filter((scope) => !openIdScopes.includes(scope)).join(', ') || 'your name'}</dd></dl>
<p>Anyone who uses that program will act in your name. Continue only if it is your own and shows this very code.</p>
<form method="post" action="${ctx.oidc.urlFor('code_verification')}">
<input type="hidden" name="xsrf" value="${secretOf(ctx)}">
<input type="hidden" name="user_code" value="${code}">
<input type="hidden" name="confirm" value="yes">
<div class="actions"><button type="submit" name="abort" value="yes">Cancel</button>
<button class="primary" type="submit">Continue</button></div>
</form>`,
      })
    },

    async deviceDone(ctx: Context): Promise<void> {
      await show(ctx, {
        title: 'Signed in',
        body: html`<h1>You have signed in to ${ctx.oidc.client?.clientName} on your device</h1><p>You may now close this window.</p>`,
      })
    },
  }
}

/** What the provider passes besides its context; the form it offers is not used. */
type CodeQuestion = [form: string, out?: ErrorOut, error?: Error]
type Confirmation = [form: string, client: Client, device: UnknownObject, code: string]

function codeMessage(error: Error): string {
  if (error.name === 'AbortedError') return 'The sign-in was cancelled. You may close this window.'
  return 'That code didn’t work. Check the code and try again.'
}

/** The provider's protection against forged forms. */
function secretOf({ oidc }: Context): string {
  return String((oidc.session as { state?: { secret?: string } } | undefined)?.state?.secret)
}

/** A failure that passes says when to come again; the log has it from the provider's event. */
async function showFault(ctx: Context, { status, retryAfter, text, aadsts }: Fault): Promise<void> {
  ctx.status = status
  if (retryAfter !== undefined) ctx.set('retry-after', String(retryAfter))
  await show(ctx, errorPage(text, aadsts))
}

async function show(ctx: Context, page: Page): Promise<void> {
  const { document, headers } = await rendered(page)
  ctx.set({ ...headers })
  ctx.body = document
}
