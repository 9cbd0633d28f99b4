/** The public part of a key as it is pasted: a JWK, a set of one, PEM, or DER in Base64. A private part goes nowhere. */
import { access } from '../../texts/access-texts.ts'

const words = access.applications
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
/** SEQUENCE of the identifier of RSA, and its parameters: none. */
const rsaIdentifier = [
  0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]

export type PublicJwk = Readonly<Record<string, unknown>>

/** Throws what is wrong with it, for the person. */
export async function publicKeyOf(text: string): Promise<PublicJwk> {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw new Error(words.keyIsPrivate)
  if (text.includes('-----BEGIN CERTIFICATE-----')) throw new Error(words.keyIsCertificate)
  return text.startsWith('{') ? jwkOf(text) : rsaOf(text)
}

function jwkOf(text: string): PublicJwk {
  const found = parsed(text)
  const keys = found?.['keys']
  const [key, ...more] = (Array.isArray(keys) ? keys : [found]) as (PublicJwk | undefined)[]
  if (key === undefined || more.length > 0) throw new Error(words.keyUnreadable)
  if ('d' in key) throw new Error(words.keyIsPrivate)
  const { kty, n, e, kid, use, alg } = key
  return { kty, n, e, kid, use, alg }
}

function parsed(text: string): PublicJwk | undefined {
  try {
    return JSON.parse(text) as PublicJwk
  } catch {
    return undefined
  }
}

async function rsaOf(text: string): Promise<PublicJwk> {
  const isBare = text.includes('-----BEGIN RSA PUBLIC KEY-----')
  try {
    const bytes = bytesOf(text.replace(/-----[A-Z ]+-----/g, ''))
    const spki = new Uint8Array(isBare ? wrapped(bytes) : bytes)
    const key = await crypto.subtle.importKey('spki', spki, algorithm, true, ['verify'])
    const { kty, n, e } = await crypto.subtle.exportKey('jwk', key)
    return { kty, n, e }
  } catch {
    throw new Error(words.keyUnreadable)
  }
}

function bytesOf(base64: string): readonly number[] {
  return Array.from(atob(base64.replace(/\s/g, '')), (letter) => letter.charCodeAt(0))
}

/** PKCS #1, as `SubjectPublicKeyInfo` holds it. */
function wrapped(rsa: readonly number[]): readonly number[] {
  return element(0x30, [...rsaIdentifier, ...element(0x03, [0, ...rsa])])
}

function element(tag: number, content: readonly number[]): readonly number[] {
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return [tag, ...size, ...content]
}
