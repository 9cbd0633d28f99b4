/** The form that hands a browser's answer on, and the one script that asks the browser for it. */
import { html } from 'hono/html'
import type { FactorQuestion } from '../sign-in/factor-page.ts'
import { alert, type Page } from '../sign-in/page.ts'
import type { FactorPageDeps } from './deps.ts'

export const passkeyScriptPath = '/common/passkey.js'

export type PasskeyAsk = {
  readonly title: string
  readonly words: string
  readonly button: string
  /** `create` adds a passkey, `get` proves one. */
  readonly kind: 'create' | 'get'
  readonly options: object
  readonly withName?: boolean
}

/** Absent `person`: nobody is known yet. */
type Asked = Pick<FactorQuestion, 'action' | 'message'> & Partial<Pick<FactorQuestion, 'person'>>

export function passkeyForm({ person, action, message }: Asked, ask: PasskeyAsk): Page {
  const { title, words, button, kind, options, withName = false } = ask
  return {
    title,
    scripts: [passkeyScriptPath],
    body: html`${person === undefined ? '' : html`<p class="quiet">${person.userPrincipalName}</p>`}
<h1>${title}</h1>
${alert(message)}
<p class="alert" role="alert" id="problem" hidden></p>
<p>${words}</p>
<noscript><p class="alert">Passkeys need JavaScript.</p></noscript>
<form method="post" action="${action}" data-kind="${kind}" data-options="${JSON.stringify(options)}">
${withName ? html`<label for="name">What do you call it?</label><input id="name" name="name" maxlength="64" placeholder="Blue security key" autocomplete="off">` : html``}
<input type="hidden" name="answer" value="">
<div class="actions"><button class="primary" type="submit" autofocus>${button}</button></div>
</form>`,
  }
}

/** Passkeys belong to one origin; at any other name of this server the browser would offer none. */
export function elsewhere(
  { origin }: Pick<FactorPageDeps, 'origin'>,
  { origin: here }: Pick<FactorQuestion, 'origin'>,
): string | undefined {
  return here === origin ? undefined : `Passkeys work at ${origin} only. Sign in there.`
}

/** What the hidden field holds; undefined where it is not JSON. */
export function answerIn(form: URLSearchParams): unknown {
  try {
    return JSON.parse(form.get('answer') ?? '')
  } catch {
    return undefined
  }
}

export const passkeyScript = `const form = document.querySelector('form[data-options]')
const problem = document.getElementById('problem')
const options = JSON.parse(form.dataset.options)

async function ask() {
  if (form.dataset.kind === 'create') {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    return await navigator.credentials.create({ publicKey })
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  return await navigator.credentials.get({ publicKey })
}

form.addEventListener('submit', async (event) => {
  if (form.elements.answer.value !== '') return
  event.preventDefault()
  problem.hidden = true
  try {
    form.elements.answer.value = JSON.stringify((await ask()).toJSON())
    form.requestSubmit()
  } catch (error) {
    problem.textContent = error.name === 'InvalidStateError'
      ? 'This passkey is registered already.'
      : 'The passkey was not used. Try again, or sign in another way.'
    problem.hidden = false
  }
})
`
