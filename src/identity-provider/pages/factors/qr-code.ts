/** A QR code as SVG inside the page: no script, no picture from elsewhere, no style. */
import { html } from 'hono/html'
import { encode } from 'uqr'
import type { Content } from '../sign-in/page.ts'

/** Modules of white around it (ISO/IEC 18004 asks for four). */
const quietZone = 4
const pixelsPerModule = 4

export function qrCode(text: string, label: string): Content {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone })
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  const side = size * pixelsPerModule
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}" width="${side}" height="${side}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${dark.join('')}"/></svg>`
}
