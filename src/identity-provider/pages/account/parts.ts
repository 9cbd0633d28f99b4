/** Parts shared by the pages of a person's own account. */
import { html } from 'hono/html'
import type { Content } from '../sign-in/page.ts'
import type { Visitor } from './visitor.ts'

export function endAllForm(visitor: Visitor): Content {
  return html`<form method="post" action="${visitor.path}/end-all">${wordField(visitor)}
<div class="actions"><button type="submit">End all sign-ins, this one too</button></div></form>`
}

export function wordField({ word }: Pick<Visitor, 'word'>): Content {
  return html`<input type="hidden" name="word" value="${word}">`
}
