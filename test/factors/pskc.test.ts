/** PSKC documents: what RFC 6030's figures hold is read, and what cannot be used is refused by its name. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TokenFileFault } from '../../src/identity-provider/token-files/file-reading.ts'
import { readPskc, readPskcKeys } from '../../src/identity-provider/token-files/pskc.ts'
import * as pskc from './pskc-samples.ts'

const figure6 = pskc.container(
  pskc.preShared,
  pskc.macMethod(),
  pskc.keyPackage({ algorithm: pskc.hotp, secret: pskc.encrypted(), data: pskc.counter }),
)

/** The keys of a document that must be readable; a key that is not gives its fault's name. */
async function keysOf(text: string, secrets = {}) {
  const read = await readPskcKeys(text, secrets)
  if (!read.ok) throw new Error(`${read.fault}: ${read.message}`)
  return read.keys.map((each) => (each.ok ? each.key : each.fault))
}

/** Of a document with one key, the name of what is wrong. */
async function faultOf(text: string, secrets = {}): Promise<TokenFileFault | 'none'> {
  const read = await readPskcKeys(text, secrets)
  if (!read.ok) return read.fault
  const [key] = read.keys
  return key?.ok === false ? key.fault : 'none'
}

describe('the figures of RFC 6030', () => {
  test('figure 2: a plain secret and nothing else', async () => {
    const text = pskc.container(
      `<KeyPackage><Key Id="12345678" Algorithm="${pskc.hotp}"><Issuer>Issuer-A</Issuer>
       <Data><Secret><PlainValue>MTIzNA==</PlainValue></Secret></Data></Key></KeyPackage>`,
    )
    expect(await keysOf(text)).toMatchObject([{ id: '12345678', secret: Buffer.from('1234') }])
  })
  test('figure 3: device, module, format and counter', async () => {
    const text = pskc.container(pskc.keyPackage({ algorithm: pskc.hotp, data: pskc.counter }))
    expect(await keysOf(text)).toMatchObject([
      {
        manufacturer: 'TokenVendorAcme',
        serialNumber: '987654321',
        digits: 8,
        encoding: 'DECIMAL',
        counter: 0,
        secret: pskc.figureSecret,
      },
    ])
  })
  test('figure 4: a key that can be derived off-band only is refused by name', async () => {
    const reference =
      '<KeyProfileId>keyProfile1</KeyProfileId><KeyReference>MasterKeyLabel</KeyReference>'
    const text = pskc.container(pskc.keyPackage({ secret: '', more: reference }))
    expect(await keysOf(text)).toEqual(['key-reference'])
  })
  test('figure 5: a PIN is a key of its own, and no token', async () => {
    const pin = 'urn:ietf:params:xml:ns:keyprov:pskc:pin'
    const text = pskc.container(
      pskc.keyPackage({ more: '<Policy><PINPolicy PINKeyId="1" PINUsageMode="Local"/></Policy>' }),
      pskc.keyPackage({ algorithm: pin, id: '123456781', secret: pskc.plain(Buffer.from('1234')) }),
    )
    expect(await keysOf(text)).toMatchObject([{ id: '12345678' }, { algorithm: pin }])
    const read = await readPskc(text)
    expect(read).toMatchObject({ rows: [{ seed: {} }, { fault: { message: /not TOTP/ } }] })
  })
  test('figure 6: AES-128-CBC under a pre-shared key, with the figure’s own MAC', async () => {
    expect(figure6).toContain('Su+NvtQfmvfJzF6bmQiJqoLRExc=')
    expect(await keysOf(figure6, { key: pskc.figureKey })).toMatchObject([
      { secret: pskc.figureSecret },
    ])
  })
  test('figure 7: the key comes out of a passphrase', async () => {
    const text = pskc.container(
      pskc.derived(),
      pskc.macMethod(pskc.derivedKey),
      pskc.keyPackage({ secret: pskc.encrypted({ key: pskc.derivedKey }) }),
    )
    expect(await keysOf(text, { passphrase: 'qwerty' })).toMatchObject([
      { secret: pskc.figureSecret },
    ])
    expect(await faultOf(text, { passphrase: 'qwertz' })).toBe('mac-wrong')
    expect(await faultOf(text, {})).toBe('passphrase-missing')
  })
  test('figure 7, with the values that the figure itself prints', async () => {
    const printed = {
      macKey: '2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx',
      value: 'oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f',
      mac: 'LP6xMvjtypbfT9PdkJhBZ+D6O4w=',
    }
    const body = pskc.encryptedBody(Buffer.from(printed.macKey, 'base64'))
    const value = Buffer.from(printed.value, 'base64')
    const text = pskc.container(
      pskc.derived(),
      `<MACMethod Algorithm="${pskc.hmacSha1}"><MACKey>${body}</MACKey></MACMethod>`,
      pskc.keyPackage({ secret: pskc.encrypted({ value, mac: printed.mac }) }),
    )
    expect(await keysOf(text, { passphrase: 'qwerty' })).toMatchObject([
      { secret: pskc.figureSecret },
    ])
  })
  test('figure 8: encryption to a certificate is refused by name', async () => {
    const text = pskc.container(
      '<EncryptionKey><ds:X509Data><ds:X509Certificate>MIIB5zCC</ds:X509Certificate></ds:X509Data></EncryptionKey>',
      pskc.keyPackage({
        secret: pskc.encrypted({ method: 'http://www.w3.org/2001/04/xmlenc#rsa_1_5', mac: null }),
      }),
    )
    expect(await faultOf(text, { key: pskc.figureKey })).toBe('asymmetric-key')
  })
  test('figure 9: a signed document is read, and says that nobody checked the signature', async () => {
    const text = pskc.container(pskc.keyPackage(), '<ds:Signature><ds:SignedInfo/></ds:Signature>')
    expect(await readPskc(text)).toMatchObject({ ok: true, notice: /not checked/, rows: [{}] })
  })
  test('figure 10: many packages, each its key', async () => {
    const serials = ['654321', '123456', '9999999', '9999999']
    const packages = serials.map((serial, index) =>
      pskc.keyPackage({ serial, id: String(index + 1), algorithm: pskc.hotp, data: pskc.counter }),
    )
    const keys = await keysOf(pskc.container(...packages))
    expect(keys.map((key) => typeof key === 'object' && key.serialNumber)).toEqual(serials)
  })
})

describe('time-based tokens', () => {
  const time = (interval: number, drift: number) =>
    `<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>${interval}</PlainValue></TimeInterval>
     <TimeDrift><PlainValue>${drift}</PlainValue></TimeDrift>`

  test('come with interval, drift, length and hash', async () => {
    const parameters = '<Suite>HMAC-SHA256</Suite><ResponseFormat Length="6" Encoding="DECIMAL"/>'
    const text = pskc.container(pskc.keyPackage({ parameters, data: time(60, 4) }))
    expect(await readPskc(text)).toEqual({
      ok: true,
      rows: [
        {
          row: 1,
          seed: {
            manufacturer: 'TokenVendorAcme',
            serialNumber: '987654321',
            model: '',
            secret: pskc.figureSecret,
            algorithm: 'SHA-256',
            digits: 6,
            stepSeconds: 60,
            drift: 4,
          },
        },
      ],
    })
  })
  test('may use any prefix for the namespace', async () => {
    const prefixed = pskc
      .container(pskc.keyPackage())
      .replaceAll(/<(\/?)([A-Z])/g, '<$1p:$2')
      .replace('xmlns=', 'xmlns:p=')
    expect(await keysOf(prefixed)).toMatchObject([{ secret: pskc.figureSecret }])
  })
  test.each([
    ['a counter', { algorithm: pskc.hotp }, 'counts its codes'],
    ['90 seconds', { data: time(90, 0) }, '90 seconds'],
    ['a clock far off', { data: time(30, 21) }, '21 steps'],
    ['another beginning', { data: '<Time><PlainValue>5</PlainValue></Time>' }, '1970'],
    ['seven digits', { parameters: '<ResponseFormat Length="7" Encoding="DECIMAL"/>' }, 'digits'],
    [
      'check digits',
      { parameters: '<ResponseFormat Length="6" Encoding="DECIMAL" CheckDigits="true"/>' },
      'digits',
    ],
    ['letters', { parameters: '<ResponseFormat Length="6" Encoding="HEXADECIMAL"/>' }, 'digits'],
    ['another hash', { parameters: '<Suite>HMAC-MD5</Suite>' }, 'HMAC-MD5'],
  ])('with %s are refused by name', async (_what, sample, words) => {
    const read = await readPskc(pskc.container(pskc.keyPackage(sample)))
    expect(read).toMatchObject({ rows: [{ fault: { message: expect.stringContaining(words) } }] })
  })
})

describe('RSA SecurID is recognized and refused by name', () => {
  const algorithm = 'http://www.rsa.com/names/2008/04/algorithms/SecurID/SecurID-AES128-Counter'
  test.each([
    ['as an algorithm', pskc.container(pskc.keyPackage({ algorithm }))],
    [
      'in a draft of PSKC',
      `<KeyContainer Version="1.0"><Device><Key KeyAlgorithm="${algorithm}" KeyId="1"/></Device></KeyContainer>`,
    ],
    ['as a batch of its own', '<?xml version="1.0"?><TKNBatch><TKNHeader/></TKNBatch>'],
  ])('%s', async (_how, text) => {
    expect(await readPskc(text)).toMatchObject({ fault: 'securid', message: /RSA SecurID/ })
  })
})

test('any text at all gives rows or a named fault, and never throws', async () => {
  const pieces = fc.constantFrom(...figure6.split(/(?=[<>])/))
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces).map((some) => some.join('')),
    fc.nat({ max: figure6.length }).map((length) => figure6.slice(0, length)),
  )
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const read = await readPskc(text, { key: pskc.figureKey })
      if (!read.ok) expect(read.message).not.toBe('')
    }),
  )
})
