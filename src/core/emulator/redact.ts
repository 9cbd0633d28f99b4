/**
 * Removes from logged requests what must not be stored: hardware hashes, passwords, secrets, tokens.
 *
 * Bodies are read as text, not as JSON or a form, because clients often send neither, and a body that cannot be
 * parsed must not be kept whole for that reason.
 */
const secretNames =
  'hardwareidentifier|hardwarehash|client_secret|client_assertion|clientsecret|password|passwd|secret|secrettext|access_token|refresh_token|id_token|assertion|code|code_verifier|device_code|devicelink'

/** `"name": "value"` with any quoting, or none around the name. */
const members = new RegExp(
  `(["']?(?:${secretNames})["']?\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|'[^']*'?|[^\\s,}\\]]+)`,
  'gi',
)
/** `name=value` in forms and queries. */
const parameters = new RegExp(`(^|[?&])((?:${secretNames})=)[^&]*`, 'gi')
/** Long runs of base64: a hash or a token, whatever it is called. */
const base64 = /[A-Za-z0-9+/_-]{200,}={0,2}/g

/** Characters of one body that are stored. */
const maxLength = 16_384

export function redact(text: string): string {
  return text
    .replace(members, '$1"[left out]"')
    .replace(parameters, '$1$2[left out]')
    .replace(base64, '[left out]')
}

/** Characters of one body that are scanned; more than are stored, because redaction shortens them. */
const farthest = 1_000_000

/** A body as it is logged; truncated if it is long. */
export function redactBody(text: string): string {
  const safe = redact(text.slice(0, farthest))
  const isWhole = safe.length <= maxLength && text.length <= farthest
  return isWhole ? safe : `${safe.slice(0, maxLength)}… (${text.length} characters)`
}

/** A body may not be text at all; the database stores neither NUL nor unpaired surrogates. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}
