/** Asks for a one-time code, or for two consecutive ones if the device's clock is off. */
import { html } from 'hono/html'
import { type CodeVerdict, proveCode } from '../../core/factors/codes/prove-code.ts'
import type { FactorPage, FactorVerdict } from '../sign-in/factor-page.ts'
import { alert } from '../sign-in/page.ts'
import type { FactorPageDeps } from './deps.ts'
import { codeInput, submitButton, tooMany } from './parts.ts'

export function codePage(deps: FactorPageDeps): FactorPage {
  return {
    label: 'Use a verification code',
    async show({ person, action, message }) {
      return {
        title: 'Enter code',
        body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Enter code</h1>
${alert(message)}
<p>Enter the code that your authenticator app or your token shows.</p>
<form method="post" action="${action}">
${codeInput('code', 'Code')}
<details><summary>The code is refused again and again</summary>
<p>The clock of your device may be off. Enter one code above and the one that follows it here.</p>
${codeInput('next', 'The code after it', false)}</details>
${submitButton('Verify')}
</form>`,
      }
    },
    async submit({ person }, form) {
      const { strictCodes } = await deps.standings(person.tenantId, person.id)
      const next = form.get('next') ?? ''
      const verdict = await proveCode(deps, {
        person,
        code: form.get('code') ?? '',
        ...(next !== '' && { nextCode: next }),
        now: deps.now(),
        strict: strictCodes,
      })
      return answerTo(verdict)
    },
  }
}

function answerTo(verdict: CodeVerdict): FactorVerdict {
  switch (verdict.kind) {
    case 'right':
      return { ok: true, amr: ['otp'] }
    case 'wrong':
      return { ok: false, message: 'You didn’t enter the expected verification code. Try again.' }
    case 'throttled':
      return { ok: false, message: tooMany, retryAfter: verdict.retryAfter }
    case 'locked':
      return {
        ok: false,
        message:
          'Codes are locked for your account after too many wrong ones. Sign in another way, or ask an administrator.',
      }
  }
}
