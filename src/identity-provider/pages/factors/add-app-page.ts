/**
 * Adds an authenticator app: a QR code, and a code in return as proof that it arrived.
 *
 * The secret is stored encrypted beside the sign-in, so a reloaded page shows the same one, and it is not a token
 * before the proof.
 */
import { html } from 'hono/html'
import { toBase32 } from '../../core/factors/codes/base32.ts'
import { enrollApp, enrollmentUri, newSecret } from '../../core/factors/codes/enroll-app.ts'
import type { FactorPage, FactorQuestion } from '../sign-in/factor-page.ts'
import { alert } from '../sign-in/page.ts'
import type { FactorPageDeps } from './deps.ts'
import { codeInput, submitButton } from './parts.ts'
import { qrCode } from './qr-code.ts'

/** Seconds. */
const lifetime = 15 * 60

export function addAppPage(deps: FactorPageDeps): FactorPage {
  const pending = async (question: FactorQuestion): Promise<Buffer | undefined> => {
    const found = await deps.state.find(keyOf(question))
    return found && Buffer.from(String(found.payload['secret']), 'base64')
  }
  const begin = async (question: FactorQuestion): Promise<Buffer> => {
    const secret = newSecret()
    const payload = { secret: secret.toString('base64') }
    await deps.state.put(keyOf(question), payload, { expiresIn: lifetime })
    return secret
  }

  return {
    label: 'Set up an authenticator app',
    async show(question) {
      const { person, action, message } = question
      const secret = (await pending(question)) ?? (await begin(question))
      const uri = enrollmentUri(secret, { issuer: 'Taxiway', account: person.userPrincipalName })
      return {
        title: 'Set up an authenticator app',
        body: html`<p class="quiet">${person.userPrincipalName}</p>
<h1>Set up an authenticator app</h1>
${alert(message)}
<p>Scan this code with your authenticator app, then enter the code that the app shows.</p>
${qrCode(uri, 'QR code for your authenticator app')}
<details><summary>Can’t scan the code?</summary>
<p>Enter this key in the app: <span class="code">${toBase32(secret).replaceAll(/(.{4})(?=.)/g, '$1 ')}</span></p></details>
<form method="post" action="${action}">
${codeInput('code', 'Code')}
${submitButton('Next')}
</form>`,
      }
    },
    async submit(question, form) {
      const secret = await pending(question)
      if (secret === undefined)
        return { ok: false, message: 'This took too long. Scan the new code below.' }
      const proof = { secret, code: form.get('code') ?? '', now: deps.now() }
      if (!(await enrollApp(deps, question.person, proof)))
        return { ok: false, message: 'That is not the code that the app should show. Try again.' }
      await deps.state.destroy(keyOf(question))
      return { ok: true, amr: ['otp'] }
    },
  }
}

function keyOf({ tenantId, person, uid }: FactorQuestion) {
  return { tenantId, kind: 'NewAuthenticatorApp', id: `${person.id}:${uid}` }
}
