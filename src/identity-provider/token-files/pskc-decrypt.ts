/**
 * Encrypted values of a PSKC document (RFC 6030 section 6): AES in CBC mode under a key that both sides know,
 * or that a passphrase gives.
 *
 * CBC notices no change by itself, so a value without a right MAC is never decrypted, let alone used.
 */
import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Unreadable } from './file-reading.ts'
import { bytesOf, numberOf } from './pskc-values.ts'
import { attribute, child, textAt, type XmlNode } from './xml.ts'

export type FileSecrets = {
  /** The pre-shared key. */
  readonly key?: Uint8Array
  readonly passphrase?: string
}

/** Opens an `EncryptedValue` that `mac` (a `ValueMAC`) vouches for. */
export type OpenValue = (encrypted: XmlNode, mac: string | undefined) => Buffer

const ciphers: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc': { name: 'aes-128-cbc', keyBytes: 16 },
  'http://www.w3.org/2001/04/xmlenc#aes192-cbc': { name: 'aes-192-cbc', keyBytes: 24 },
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc': { name: 'aes-256-cbc', keyBytes: 32 },
}

const macs: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1': 'sha1',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha512': 'sha512',
}

const pbkdf2Name = /\/pkcs-5v2-0#pbkdf2$|xmlenc11#pbkdf2$/

/** A second of work, done once per file. */
export const maxIterations = 1_000_000

const blockBytes = 16

/** Throws Unreadable for methods that are not known, at once; for wrong values when they are opened. */
export async function openerOf(container: XmlNode, secrets: FileSecrets): Promise<OpenValue> {
  const key = await encryptionKey(child(container, 'EncryptionKey'), secrets)
  const macMethod = child(container, 'MACMethod')
  return (encrypted, mac) => {
    if (macMethod === undefined || mac === undefined)
      throw new Unreadable('mac-missing', 'An encrypted value has no MAC, so it cannot be trusted.')
    checkMac(encrypted, bytesOf(mac, 'A MAC'), { macMethod, key })
    return decrypt(encrypted, key)
  }
}

type MacSetting = { readonly macMethod: XmlNode; readonly key: Buffer }

function checkMac(encrypted: XmlNode, stated: Buffer, { macMethod, key }: MacSetting): void {
  const hash = macs[attribute(macMethod, 'Algorithm') ?? '']
  if (hash === undefined)
    throw new Unreadable(
      'mac-method',
      'The MAC’s algorithm is unknown; HMAC with SHA-1 or SHA-2 is.',
    )
  // Without a MAC key of its own the encryption key is used (RFC 6030 section 6.1.1).
  const macKey = child(macMethod, 'MACKey')
  const macKeyBytes = macKey === undefined ? key : decrypt(macKey, key)
  if (macKeyBytes.length === 0) throw new Unreadable('mac-method', 'The MAC’s key is empty.')
  const actual = createHmac(hash, macKeyBytes).update(cipherValue(encrypted)).digest()
  if (stated.length !== actual.length || !timingSafeEqual(stated, actual))
    throw new Unreadable(
      'mac-wrong',
      'A MAC does not match: the key is a different one, or the file was changed.',
    )
}

async function encryptionKey(node: XmlNode | undefined, secrets: FileSecrets): Promise<Buffer> {
  const derived = child(node, 'DerivedKey')
  if (derived !== undefined) return await derive(child(derived, 'KeyDerivationMethod'), secrets)
  if (child(node, 'X509Data') !== undefined || child(node, 'KeyValue') !== undefined)
    throw new Unreadable(
      'asymmetric-key',
      'The file is encrypted to a certificate, which is not supported: ask for a pre-shared key or a passphrase.',
    )
  if (secrets.key === undefined)
    throw new Unreadable('key-missing', 'The file is encrypted: give its pre-shared key.')
  return Buffer.from(secrets.key)
}

async function derive(method: XmlNode | undefined, { passphrase }: FileSecrets): Promise<Buffer> {
  if (!pbkdf2Name.test(attribute(method, 'Algorithm') ?? ''))
    throw new Unreadable('key-derivation', 'The key derivation is unknown; PBKDF2 is.')
  const parameters = child(method, 'PBKDF2-params')
  const [count, length] = [textAt(parameters, 'IterationCount'), textAt(parameters, 'KeyLength')]
  const salt = textAt(parameters, 'Salt', 'Specified')
  if (count === undefined || length === undefined || salt === undefined)
    throw new Unreadable('key-derivation', 'The key derivation lacks its salt, count or length.')
  const iterations = numberOf(count, 'The iteration count')
  if (iterations > maxIterations)
    throw new Unreadable(
      'too-many-iterations',
      `The key derivation has more than ${maxIterations} rounds.`,
    )
  const keyBytes = numberOf(length, 'The key length')
  if (iterations < 1 || ![16, 24, 32].includes(keyBytes))
    throw new Unreadable('key-derivation', 'The key derivation has an impossible count or length.')
  const hash = hashOf(attribute(child(parameters, 'PRF'), 'Algorithm'))
  if (passphrase === undefined)
    throw new Unreadable('passphrase-missing', 'The file is encrypted: give its passphrase.')
  return await promisify(pbkdf2)(passphrase, bytesOf(salt, 'The salt'), iterations, keyBytes, hash)
}

/** Absent: HMAC-SHA-1, the default of PKCS #5. */
function hashOf(prf: string | undefined): string {
  if (prf === undefined || prf === '') return 'sha1'
  const [, size] = /hmac-?sha-?(1|256|384|512)$/i.exec(prf) ?? []
  if (size === undefined)
    throw new Unreadable('key-derivation', 'The key derivation’s hash is unknown.')
  return `sha${size}`
}

/** The initial vector, then the ciphertext. */
function cipherValue(node: XmlNode): Buffer {
  return bytesOf(textAt(node, 'CipherData', 'CipherValue'), 'An encrypted value')
}

function decrypt(node: XmlNode, key: Buffer): Buffer {
  const algorithm = attribute(child(node, 'EncryptionMethod'), 'Algorithm')
  if (/#rsa/.test(algorithm ?? ''))
    throw new Unreadable('asymmetric-key', 'A value is encrypted with RSA, which is not supported.')
  const cipher = ciphers[algorithm ?? '']
  if (cipher === undefined)
    throw new Unreadable('cipher', 'A value’s encryption is unknown; AES in CBC mode is.')
  if (key.length !== cipher.keyBytes)
    throw new Unreadable(
      'cipher',
      `The key has ${key.length} bytes; the file needs ${cipher.keyBytes}.`,
    )
  const value = cipherValue(node)
  if (value.length < 2 * blockBytes || value.length % blockBytes !== 0)
    throw new Unreadable('cipher', 'An encrypted value has an impossible length.')
  try {
    const decipher = createDecipheriv(cipher.name, key, value.subarray(0, blockBytes))
    return Buffer.concat([decipher.update(value.subarray(blockBytes)), decipher.final()])
  } catch {
    throw new Unreadable('mac-wrong', 'A value cannot be decrypted: the key is another one.')
  }
}
