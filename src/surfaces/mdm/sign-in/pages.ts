/** The two pages of an enrollment's sign-in that are not the authority's. */
import { createHash } from 'node:crypto'

const submit = 'document.forms[0].submit()'
const scriptHash = createHash('sha256').update(submit).digest('base64')

type Page = {
  readonly status: number
  readonly title: string
  readonly body: string
  /** Of the content security policy, beside those of every page. */
  readonly rules: readonly string[]
}

/** Sends the token to Windows; without scripts, by the button. */
export function handOverPage(returnTo: string, token: string): Response {
  const form =
    `<form method="post" action="${escaped(returnTo)}"><input type="hidden" name="wresult" value="${escaped(token)}">` +
    `<p><button type="submit">Continue</button></p></form><script>${submit}</script>`
  return page({
    status: 200,
    title: 'Signed in',
    body: `<p>You are signed in. Windows continues.</p>${form}`,
    rules: [`script-src 'sha256-${scriptHash}'`, 'form-action ms-app:'],
  })
}

export function refusalPage(message: string): Response {
  return page({
    status: 400,
    title: 'The device cannot be enrolled from here',
    body: `<p>${escaped(message)}</p>`,
    rules: ["form-action 'none'"],
  })
}

function page({ status, title, body, rules }: Page): Response {
  const policy = ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", ...rules]
  const text =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`
  return new Response(text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
    },
  })
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
