/**
 * PSKC documents that follow the facts of RFC 6030's figures: their elements, keys, numbers and secrets.
 *
 * Encrypted ones are made here from the figures' keys, so that any part can be changed for a negative.
 */
import { createCipheriv, createHmac } from 'node:crypto'

/** The secret of figures 3 to 10. */
export const figureSecret = Buffer.from('12345678901234567890')
export const figureKey = Buffer.from('12345678901234567890123456789012', 'hex')
export const macKey = Buffer.from('1122334455667788990011223344556677889900', 'hex')

const namespaces = [
  'xmlns="urn:ietf:params:xml:ns:keyprov:pskc"',
  'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
  'xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"',
  'xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"',
  'xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#"',
].join(' ')

export const hotp = 'urn:ietf:params:xml:ns:keyprov:pskc:hotp'
export const totp = 'urn:ietf:params:xml:ns:keyprov:pskc:totp'
export const aes128 = 'http://www.w3.org/2001/04/xmlenc#aes128-cbc'
export const hmacSha1 = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'

export function container(...parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<KeyContainer Version="1.0" ${namespaces}>${parts.join('\n')}</KeyContainer>`
}

export type Sample = {
  readonly algorithm?: string
  readonly serial?: string
  readonly id?: string
  readonly secret?: string
  /** Elements of `Data` besides the secret. */
  readonly data?: string
  readonly parameters?: string
  /** Elements of `Key` besides. */
  readonly more?: string
}

export function keyPackage(sample: Sample = {}): string {
  const { algorithm = totp, serial = '987654321', id = '12345678', secret = plain() } = sample
  const parameters = sample.parameters ?? '<ResponseFormat Length="8" Encoding="DECIMAL"/>'
  return `<KeyPackage>
  <DeviceInfo><Manufacturer>TokenVendorAcme</Manufacturer><SerialNo>${serial}</SerialNo></DeviceInfo>
  <CryptoModuleInfo><Id>CM_ID_001</Id></CryptoModuleInfo>
  <Key Id="${id}" Algorithm="${algorithm}"><Issuer>Issuer</Issuer>
    <AlgorithmParameters>${parameters}</AlgorithmParameters>
    <Data>${secret}${sample.data ?? ''}</Data>${sample.more ?? ''}
  </Key></KeyPackage>`
}

export function plain(secret: Buffer = figureSecret): string {
  return `<Secret><PlainValue>\n  ${secret.toString('base64')}\n</PlainValue></Secret>`
}

export const counter = '<Counter><PlainValue>0</PlainValue></Counter>'

/** Initial vector and ciphertext. */
export function aes(key: Buffer, iv: Buffer, text: Buffer): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv)
  return Buffer.concat([iv, cipher.update(text), cipher.final()])
}

export function encryptedBody(value: Buffer, method = aes128): string {
  return `<xenc:EncryptionMethod Algorithm="${method}"/><xenc:CipherData><xenc:CipherValue>
  ${value.toString('base64')}</xenc:CipherValue></xenc:CipherData>`
}

/** The initial vectors of figure 6. */
export const ivs = {
  value: Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex'),
  mac: Buffer.from('11223344556677889900112233445566', 'hex'),
}

export function macMethod(key: Buffer = figureKey, algorithm = hmacSha1): string {
  const body = encryptedBody(aes(key, ivs.mac, macKey), methodOf(key))
  return `<MACMethod Algorithm="${algorithm}"><MACKey>${body}</MACKey></MACMethod>`
}

export type EncryptedParts = {
  readonly key?: Buffer
  readonly method?: string
  readonly value?: Buffer
  /** Null: none. */
  readonly mac?: string | null
}

export function encrypted(parts: EncryptedParts = {}): string {
  const { key = figureKey } = parts
  const value = parts.value ?? aes(key, ivs.value, figureSecret)
  const right = createHmac('sha1', macKey).update(value).digest('base64')
  const mac = parts.mac === null ? '' : `<ValueMAC>${parts.mac ?? right}</ValueMAC>`
  const body = encryptedBody(value, parts.method ?? methodOf(key))
  return `<Secret><EncryptedValue>${body}</EncryptedValue>${mac}</Secret>`
}

function methodOf(key: Buffer): string {
  return `http://www.w3.org/2001/04/xmlenc#aes${key.length * 8}-cbc`
}

export const preShared = '<EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></EncryptionKey>'

export type Derivation = {
  readonly salt?: string
  readonly count?: string
  readonly length?: string
  readonly method?: string
  readonly prf?: string
}

/** The key derivation of figure 7. */
export function derived(change: Derivation = {}): string {
  const { salt = '<Salt><Specified>Ej7/PEpyEpw=</Specified></Salt>', prf = '<PRF/>' } = change
  const { count = '1000', length = '16' } = change
  const method =
    change.method ?? 'http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2'
  return `<EncryptionKey><xenc11:DerivedKey><xenc11:KeyDerivationMethod Algorithm="${method}">
  <pkcs5:PBKDF2-params>${salt}<IterationCount>${count}</IterationCount><KeyLength>${length}</KeyLength>${prf}</pkcs5:PBKDF2-params>
  </xenc11:KeyDerivationMethod><xenc11:MasterKeyName>My Password 1</xenc11:MasterKeyName></xenc11:DerivedKey></EncryptionKey>`
}

/** What figure 7's passphrase `qwerty` gives. */
export const derivedKey = Buffer.from('651e63cd57008476af1ff6422cd02e41', 'hex')
