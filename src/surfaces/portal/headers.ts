/**
 * The content security policy of the portal's pages: its own scripts and styles, no inline code, nothing from
 * elsewhere.
 *
 * The one hash is that of the empty text: Griffel adds empty `<style>` elements and fills them through the CSSOM,
 * which no policy governs. So the page needs no nonce and can be cached.
 */
const emptyText = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src-elem 'self' ${emptyText}`,
  "style-src-attr 'none'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "manifest-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types taxiway-worker',
].join('; ')

const everywhere = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' }

export const pageHeaders: Readonly<Record<string, string>> = {
  ...everywhere,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

/** A worker follows the policy of its own script, not that of the page. */
export function assetHeaders(path: string): Readonly<Record<string, string>> {
  return {
    ...everywhere,
    'content-security-policy': "default-src 'none'; script-src 'self'",
    'cache-control': path.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=3600',
  }
}
