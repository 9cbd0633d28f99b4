/**
 * Texts of requests without what must not be kept: hardware hashes, passwords, secrets, tokens.
 *
 * Read as text, not as JSON or a form, since what clients send is often neither (clients.md R5) and a body
 * that cannot be parsed must not be kept whole for that reason.
 */
const secretNames =
  'hardwareidentifier|hardwarehash|client_secret|client_assertion|clientsecret|password|passwd|secret|secrettext|access_token|refresh_token|id_token|assertion|code|code_verifier|device_code|devicelink'

/** `"name": "value"` in any quoting, or none around the name. */
const members = new RegExp(
  `(["']?(?:${secretNames})["']?\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|'[^']*'?|[^\\s,}\\]]+)`,
  'gi',
)
/** `name=value` of forms and queries. */
const parameters = new RegExp(`(^|[?&])((?:${secretNames})=)[^&]*`, 'gi')
/** Long runs of base64: a hash or a token, whatever it is called. */
const base64 = /[A-Za-z0-9+/_-]{200,}={0,2}/g

/** Characters kept of one body. */
const maxLength = 16_384

export function redact(text: string): string {
  return text
    .replace(members, '$1"[left out]"')
    .replace(parameters, '$1$2[left out]')
    .replace(base64, '[left out]')
}

/** Characters of one body that are looked at: hashes and secrets left out, more than is kept. */
const farthest = 1_000_000

/** A body as the log keeps it; its beginning where it is long. */
export function redactBody(text: string): string {
  const safe = redact(text.slice(0, farthest))
  const isWhole = safe.length <= maxLength && text.length <= farthest
  return isWhole ? safe : `${safe.slice(0, maxLength)}… (${text.length} characters)`
}

/** What clients send may be no text at all; the database keeps no NUL and no half of a character. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}
