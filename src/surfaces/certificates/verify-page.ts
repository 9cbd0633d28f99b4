/** The page behind the code on a printed certificate: no script, no style, nothing about the device. */
import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'
import type { CertificateStatus } from './app.ts'

const words: Readonly<Record<CertificateStatus, readonly [title: string, text: string]>> = {
  current: [
    'Current',
    'This registry has issued the certificate, and no later one for the same device.',
  ],
  superseded: [
    'Superseded',
    'This registry has issued the certificate, and a later one for the same device. Ask for that one.',
  ],
  unknown: ['Unknown', 'This registry has issued no certificate with this number.'],
}

export type VerifyPage = {
  /** Undefined: what was asked for is no number of a certificate. */
  readonly id: string | undefined
  readonly status: CertificateStatus
  readonly url: string
}

export function verifyPage({ id, status, url }: VerifyPage) {
  const [title, text] = words[status]
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: release certificate</title>
</head>
<body>
<main>
<h1>Release certificate: ${title.toLowerCase()}</h1>
<p>${text}</p>
${id === undefined ? '' : html`<p>Number: <code>${id}</code></p>`}
${status === 'unknown' ? '' : html`<p role="img" aria-label="QR code of this page’s address">${raw(renderSVG(url, { pixelSize: 5, border: 4 }))}</p><p><code>${url}</code></p>`}
<p>A certificate speaks of this registry alone, not of Microsoft’s. Its signature is checked with the keys at
<a href="/.well-known/taxiway-release-keys">/.well-known/taxiway-release-keys</a>.</p>
</main>
</body>
</html>`
}
