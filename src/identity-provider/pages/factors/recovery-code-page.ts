/** Asks for a recovery code, when everything else is lost. */
import { html } from 'hono/html'
import { proveRecoveryCode } from '../../core/factors/codes/recovery-codes.ts'
import { recoveryMethod } from '../../core/factors/factor-policy.ts'
import type { FactorPage } from '../sign-in/factor-page.ts'
import { alert } from '../sign-in/page.ts'
import type { FactorPageDeps } from './deps.ts'
import { submitButton, tooMany } from './parts.ts'

export function recoveryCodePage(deps: FactorPageDeps): FactorPage {
  return {
    label: 'Use a recovery code',
    async show({ person, action, message }) {
      return {
        title: 'Enter a recovery code',
        body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Enter a recovery code</h1>
${alert(message)}
<p>Each of your recovery codes works once.</p>
<form method="post" action="${action}">
<label for="code">Recovery code</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="64" required autofocus>
${submitButton('Verify')}
</form>`,
      }
    },
    async submit({ person }, form) {
      const verdict = await proveRecoveryCode(deps, person, form.get('code') ?? '')
      if (verdict.kind === 'right') return { ok: true, amr: [recoveryMethod] }
      if (verdict.kind === 'throttled')
        return { ok: false, message: tooMany, retryAfter: verdict.retryAfter }
      return { ok: false, message: 'That recovery code didn’t work. Each works once only.' }
    },
  }
}
