/**
 * The frame of every page that people see while they sign in.
 *
 * The server writes the whole page; there is no inline script or style, so that the policy may forbid both,
 * and every value goes through `html`, which escapes it.
 */
import { createHash } from 'node:crypto'
import { html } from 'hono/html'
import { iconPath, stylePath } from './paths.ts'

export type Content = ReturnType<typeof html>

export type Page = {
  readonly title: string
  readonly body: Content
  /** Where a form may lead besides this server: browsers hold redirects after a form to it. */
  readonly formTargets?: readonly string[]
  /** Paths of this server's scripts that the page needs; absent = none may run. */
  readonly scripts?: readonly string[]
}

/** The document and the headers it must be sent with. */
export async function rendered(page: Page): Promise<{
  readonly document: string
  readonly headers: Readonly<Record<string, string>>
}> {
  const { title, body, scripts = [] } = page
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${stylePath}">
<link rel="icon" href="${iconPath}" type="image/svg+xml">
${scripts.map((path) => html`<script type="module" src="${path}"></script>`)}
</head>
<body>
<main>
<p class="brand">Taxiway</p>
${body}
</main>
</body>
</html>
`
  return { document: String(document), headers: headersOf(page) }
}

function headersOf({ formTargets = [], scripts = [] }: Page): Record<string, string> {
  return {
    ...pageHeaders,
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      ...(scripts.length > 0 ? ["script-src 'self'", "connect-src 'self'"] : []),
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
  }
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'cross-origin-opener-policy': 'unsafe-none',
}

/** For the provider's own pages, forms that send themselves: exactly their scripts may run. */
export function headersForInlineScripts(document: string): Readonly<Record<string, string>> {
  const scripts = [...document.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  const policy = ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]
  if (scripts.length > 0) policy.push(`script-src ${scripts.join(' ')}`)
  return { ...pageHeaders, 'content-security-policy': policy.join('; ') }
}

/** What a form may lead to once it was answered: the origin of a redirect URI, or its own scheme. */
export function formTarget(redirectUri: unknown): readonly string[] {
  const url = URL.parse(String(redirectUri))
  if (url === null) return []
  return [url.origin === 'null' ? url.protocol : url.origin]
}

/** A message that screen readers say at once; empty text leaves no trace. */
export function alert(text: string | undefined): Content {
  return text === undefined ? html`` : html`<p class="alert" role="alert">${text}</p>`
}

/** Such as `20 Nov 2026, 09:30 UTC`. */
export function utcTime(at: Date): string {
  const text = at.toLocaleString('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return `${text} UTC`
}

export const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --ground: #f2f2f2; --quiet: #5e5e5e;
  --accent: #0f5fa8; --on-accent: #fff; --line: #8a8a8a; --alarm: #b10e1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #f3f3f3; --paper: #1f1f1f; --ground: #121212;
  --quiet: #b8b8b8; --accent: #6cb8f6; --on-accent: #0b1a26; --line: #8a8a8a; --alarm: #ff9aa2; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground);
  color: var(--ink); font: 1rem/1.5 "Segoe UI", system-ui, sans-serif; }
main { width: min(27.5rem, 100vw); padding: 2.5rem; background: var(--paper);
  box-shadow: 0 2px 8px rgb(0 0 0 / .2); overflow-wrap: anywhere; }
.brand { margin: 0 0 1rem; font-weight: 600; color: var(--quiet); }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; font-weight: 600; }
label { display: block; margin: 1rem 0 .25rem; }
input:not([type=checkbox]) { width: 100%; padding: .5rem .625rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 2px; }
.code { font: 600 1.5rem/1.5 ui-monospace, Consolas, monospace; letter-spacing: .1em; }
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .5rem; margin-top: 1.5rem; }
button, .button { min-width: 6.75rem; padding: .5rem .75rem; font: inherit; text-align: center; cursor: pointer;
  color: var(--ink); background: transparent; border: 1px solid var(--line); border-radius: 2px; text-decoration: none; }
button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
.others { display: grid; gap: .5rem; margin-top: 1.5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.quiet { color: var(--quiet); font-size: .875rem; }
.alert { margin: 0 0 1rem; padding-left: .75rem; border-left: 4px solid var(--alarm); color: var(--alarm); }
dl { margin: 1rem 0; } dt { color: var(--quiet); font-size: .875rem; } dd { margin: 0 0 .5rem; }
ul { padding-left: 1.25rem; }
`
