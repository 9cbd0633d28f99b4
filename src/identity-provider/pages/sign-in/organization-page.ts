/** Asks for a name where a program did not say which organization it signs in to. */
import { html } from 'hono/html'
import { alert, type Page } from './page.ts'

type Asked = {
  /** What the program asked for, which goes on with the name. */
  readonly asked: URLSearchParams
  /** The name that leads nowhere; undefined = none was given. */
  readonly hint: string | undefined
}

export function organizationPage(path: string, { asked, hint }: Asked): Page {
  const message =
    hint === undefined ? undefined : 'We couldn’t find an account with that user name.'
  const others = [...asked].filter(([name]) => name !== 'login_hint')
  return {
    title: 'Sign in to your account',
    body: html`<h1>Sign in</h1>
${alert(message)}
<form method="get" action="${path}">
${others.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="login_hint">Email or user name</label>
<input id="login_hint" name="login_hint" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus value="${hint ?? ''}" placeholder="someone@example.com" aria-invalid="${hint === undefined ? 'false' : 'true'}">
<div class="actions"><button class="primary" type="submit">Next</button></div>
</form>`,
  }
}
