/** Parts that the pages of second factors share. */
import { html } from 'hono/html'
import type { Content } from '../sign-in/page.ts'

/** Asks for digits as phones and password managers understand it. */
export function codeInput(name: string, label: string, isFirst = true): Content {
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" class="code" inputmode="numeric" autocomplete="${isFirst ? 'one-time-code' : 'off'}" spellcheck="false" maxlength="11" ${isFirst ? html`required autofocus` : html``}>`
}

export function submitButton(words: string): Content {
  return html`<div class="actions"><button class="primary" type="submit">${words}</button></div>`
}

/** What people read when they tried too often. */
export const tooMany = 'You have tried too often. Wait a while, or sign in another way.'
