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
<p class="brand"><img src="${iconPath}" alt="" width="28" height="28">Taxiway</p>
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

/** The portal's own colours and measures, so that the way from its landing page stays in one design. */
export const style = `
:root { color-scheme: light dark; --ink: #242424; --paper: #fff; --ground: #fafafa; --quiet: #5c5c5c;
  --accent: #0f6cbd; --button: #0f6cbd; --button-hover: #115ea3; --on-button: #fff; --edge: #d1d1d1; --line: #616161; --alarm: #b10e1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #fff; --paper: #292929; --ground: #1f1f1f;
  --quiet: #adadad; --accent: #479ef5; --button: #115ea3; --button-hover: #0f6cbd; --edge: #525252; --line: #adadad;
  --alarm: #ff99a4; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground);
  color: var(--ink); font: 14px/20px "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif; }
main { width: min(400px, 100%); padding: 32px; background: var(--paper); border: 1px solid var(--edge);
  border-radius: 8px; box-shadow: 0 8px 32px rgb(0 0 0 / 12%); overflow-wrap: anywhere; }
.brand { display: flex; align-items: center; gap: 10px; margin: 0 0 20px; font-size: 18px; font-weight: 600; }
h1 { margin: 0 0 16px; font-size: 24px; line-height: 32px; font-weight: 600; }
label { display: block; margin: 16px 0 4px; }
input:not([type=checkbox]) { width: 100%; padding: 7px 10px; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 4px; }
input[type=checkbox] { accent-color: var(--accent); }
.code { font: 600 1.5rem/1.5 ui-monospace, Consolas, monospace; letter-spacing: .1em; }
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; margin-top: 20px; }
button, .button { min-width: 108px; padding: 7px 16px; font: inherit; font-weight: 600; text-align: center;
  cursor: pointer; color: var(--ink); background: transparent; border: 1px solid var(--edge); border-radius: 4px;
  text-decoration: none; }
button.primary { color: var(--on-button); background: var(--button); border-color: transparent; }
button.primary:hover { background: var(--button-hover); }
.others { display: grid; gap: 8px; margin-top: 20px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.quiet { color: var(--quiet); font-size: 12px; line-height: 16px; }
.alert { margin: 0 0 16px; padding-left: 10px; border-left: 3px solid var(--alarm); color: var(--alarm); }
dl { margin: 16px 0; } dt { color: var(--quiet); } dd { margin: 0 0 8px; }
ul { padding-left: 20px; }
@media (forced-colors: active) { button.primary { border-color: ButtonText; } }
`
