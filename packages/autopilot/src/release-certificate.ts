/**
 * Checks release certificates: JWS in compact form with EdDSA, linked to one another by digests. Web Crypto alone, so
 * that browsers can do it too.
 */

export type ReleaseClaims = {
  readonly iss: string
  readonly jti: string
  readonly iat: number
  readonly kind: string
  readonly sequence: number
  readonly prev: string | null
  readonly device: {
    readonly manufacturer: string | null
    readonly model: string | null
    readonly serialNumber: string
    readonly productKeyId?: string
    readonly ekDigest?: string
  }
  readonly releasedBy?: { readonly tenantId: string }
  readonly boundTo: { readonly tenantId: string } | null
  readonly scope: string
  readonly reason?: string
}

export type ReleaseKey = {
  readonly kty?: string
  readonly crv?: string
  readonly x?: string
  readonly kid?: string
}

export type CheckedCertificate =
  | { readonly valid: true; readonly jws: string; readonly claims: ReleaseClaims }
  | { readonly valid: false; readonly jws: string; readonly fault: string }

/** Each by itself, and the links between those that belong to one device. */
export async function checkCertificates(
  list: readonly string[],
  keys: readonly ReleaseKey[],
): Promise<readonly CheckedCertificate[]> {
  const alone = await Promise.all(list.map((jws) => checkOne(jws, keys)))
  return await Promise.all(alone.map((each) => linked(each, alone)))
}

async function checkOne(jws: string, keys: readonly ReleaseKey[]): Promise<CheckedCertificate> {
  const fault = (text: string) => ({ valid: false, jws, fault: text }) as const
  const [head = '', body = '', signature = '', ...more] = jws.split('.')
  if (more.length > 0 || signature === '') return fault('it is not a signed certificate')
  const header = parsed(head)
  const claims = parsed(body)
  if (header === undefined || claims === undefined) return fault('it cannot be read')
  if (header['alg'] !== 'EdDSA' || header['typ'] !== 'taxiway-release+jwt')
    return fault(`its algorithm is ${String(header['alg'])}, its type ${String(header['typ'])}`)
  const key = keys.find(
    ({ kid, kty, crv }) => kid === header['kid'] && kty === 'OKP' && crv === 'Ed25519',
  )
  if (key === undefined) return fault('it is signed with a key that is not among these')
  if (!(await isSigned(key, `${head}.${body}`, signature))) return fault('its signature is wrong')
  const { sequence, prev } = claims
  if (typeof sequence !== 'number' || (sequence === 1) !== (prev === null))
    return fault('its place in the chain is impossible')
  return { valid: true, jws, claims: claims as unknown as ReleaseClaims }
}

/** The certificate before, if it is there, must be the one that is linked to. */
async function linked(
  checked: CheckedCertificate,
  all: readonly CheckedCertificate[],
): Promise<CheckedCertificate> {
  if (!checked.valid) return checked
  const { sequence, prev, device } = checked.claims
  const before = all.find(
    (each) =>
      each.valid &&
      each.claims.sequence === sequence - 1 &&
      each.claims.device.serialNumber === device.serialNumber,
  )
  if (before === undefined || prev === (await digestOf(before.jws))) return checked
  return { valid: false, jws: checked.jws, fault: 'it is not linked to the certificate before it' }
}

async function isSigned(key: ReleaseKey, input: string, signature: string): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey(
      'jwk',
      { kty: 'OKP', crv: 'Ed25519', x: key.x ?? '' },
      'Ed25519',
      false,
      ['verify'],
    )
    const bytes = new TextEncoder().encode(input)
    return await crypto.subtle.verify('Ed25519', imported, bytesOf(signature), bytes)
  } catch {
    return false
  }
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'))
  return `sha256:${hex.join('')}`
}

function parsed(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytesOf(part)))
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
}
