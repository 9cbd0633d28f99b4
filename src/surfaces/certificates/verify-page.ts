/** The page behind the code on a printed certificate: no script, and nothing about the device. */
import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { encode } from 'uqr'
import type { CertificateStatus } from '../../core/transfers/release-certificate.ts'

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

const style = `body{font:16px/1.5 system-ui,sans-serif;color:#1b1a19;background:#fff;margin:0}
main{max-width:40rem;margin:3rem auto;padding:0 1.5rem}
h1{font-size:1.5rem;margin:0 0 1rem}code{overflow-wrap:anywhere}a{color:#0f548c}
a{overflow-wrap:anywhere}
@media print{main{margin:1rem auto}svg{break-inside:avoid}}`

/** Only this style, and nothing from elsewhere. */
export const verifyPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`

export type VerifyPage = {
  /** Undefined: what was asked for is not a number of a certificate. */
  readonly id: string | undefined
  readonly status: CertificateStatus
  readonly url: string
}

export function verifyPage({ id, status, url }: VerifyPage) {
  const [title, text] = words[status]
  const isKnown = status !== 'unknown'
  // The whole address: the page is printed too.
  const keys = new URL('/.well-known/taxiway-release-keys', url).href
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: release certificate</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>Release certificate: ${title.toLowerCase()}</h1>
<p>${text}</p>
${id === undefined ? '' : html`<p>Number: <code>${id}</code></p>`}
${isKnown ? html`<p>${qrCode(url)}</p><p><code>${url}</code></p>` : ''}
<p>A certificate speaks of this registry alone, not of Microsoft’s. Its signature is checked with the keys at
<a href="${keys}">${keys}</a>.</p>
</main>
</body>
</html>`
}

/** With four modules of white around it, as ISO/IEC 18004 asks for. */
function qrCode(text: string) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="QR code of this page’s address" width="${size * 5}" height="${size * 5}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${dark.join('')}"/></svg>`
}
