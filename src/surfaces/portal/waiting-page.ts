/**
 * The page at the portal's addresses until the portal is built. It keeps the address and turns into the portal by
 * itself.
 */
import { html } from 'hono/html'
import type { Missing } from './files.ts'

export const waitingStylePath = '/assets/waiting.css'

const words = {
  building: {
    title: 'The portal is being built',
    text: 'This takes about half a minute, once. This page turns into the portal by itself.',
  },
  failed: {
    title: 'The portal could not be built',
    text: 'The reason is in the terminal where Taxiway was started. Everything else works: the API and the taxiway command line. Once it is fixed, run npm run portal in the checkout; this page then turns into the portal by itself.',
  },
  'not-built': {
    title: 'The portal has not been built',
    text: 'Run npm run portal in the checkout; this page then turns into the portal by itself. Everything else works: the API and the taxiway command line.',
  },
} as const satisfies Record<Missing, { title: string; text: string }>

const seconds = { building: 1, failed: 5, 'not-built': 5 } as const

export async function waitingPage(missing: Missing): Promise<string> {
  const { title, text } = words[missing]
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="${seconds[missing]}">
<title>${title} – Taxiway</title>
<link rel="stylesheet" href="${waitingStylePath}">
</head>
<body>
<main>
<p class="brand">Taxiway</p>
<h1>${title}</h1>
<p role="status">${text}</p>
</main>
</body>
</html>
`
  return String(page)
}

export const waitingStyle = `:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText;
  font: 1rem/1.5 "Segoe UI Variable", "Segoe UI", system-ui, sans-serif; }
main { width: min(27.5rem, 100vw - 2rem); padding: 2.5rem; border: 1px solid GrayText; border-radius: 8px; box-sizing: border-box; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; font-weight: 600; }
.brand { margin: 0 0 1rem; font-weight: 600; }
`
