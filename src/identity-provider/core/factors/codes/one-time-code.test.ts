import fc from 'fast-check'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { fromBase32, toBase32 } from './base32.ts'
import { codeAt, type OtpSettings, readCode, sameCode, stepAt } from './one-time-code.ts'

const ascii = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length))

describe('RFC 4226 appendix D', () => {
  const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')
  test.each(codes.map((code, counter) => ({ code, counter })))(
    'the code of counter $counter is $code',
    ({ code, counter }) => {
      expect(codeAt(ascii(20), { algorithm: 'SHA-1', digits: 6 }, counter)).toBe(code)
    },
  )
})

describe('RFC 6238 appendix B', () => {
  const secretBytes = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 } as const
  const table = `
    59 94287082 46119246 90693936
    1111111109 07081804 68084774 25091201
    1111111111 14050471 67062674 99943326
    1234567890 89005924 91819424 93441116
    2000000000 69279037 90698825 38618901
    20000000000 65353130 77737706 47863826`
  const cases = table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [time, ...codes] = line.trim().split(' ')
      return (['SHA-1', 'SHA-256', 'SHA-512'] as const).map((algorithm, index) => ({
        time: Number(time),
        algorithm,
        code: codes[index],
      }))
    })
  test.each(cases)('at $time the $algorithm code is $code', ({ time, algorithm, code }) => {
    const settings: OtpSettings = { algorithm, digits: 8, stepSeconds: 30 }
    const step = stepAt(new Date(time * 1000), settings)
    expect(codeAt(ascii(secretBytes[algorithm]), settings, step)).toBe(code)
  })
})

describe('the example row of Entra’s documentation', () => {
  const secret = fromBase32('2234567abcdef2234567abcdef')
  const settings: OtpSettings = { algorithm: 'SHA-1', digits: 6, stepSeconds: 60 }
  test.each([
    [59, '375195'],
    [1111111109, '903260'],
    [1111111111, '903260'],
    [1234567890, '871684'],
    [2000000000, '856481'],
  ])('at %d its code is %s', (time, code) => {
    if (!secret.ok) throw new Error('the secret is base32')
    expect(secret.bytes.toString('hex')).toBe('d6b7cefbe0088642eb5be77df0044321')
    expect(codeAt(secret.bytes, settings, stepAt(new Date(time * 1000), settings))).toBe(code)
  })
})

test('any secret, algorithm, length and time gives the code that otpauth gives', () => {
  const anyCase = fc.record({
    secret: fc.uint8Array({ minLength: 10, maxLength: 80 }),
    algorithm: fc.constantFrom('SHA-1', 'SHA-256', 'SHA-512'),
    digits: fc.constantFrom(6, 8),
    stepSeconds: fc.constantFrom(30, 60),
    time: fc.nat({ max: 2 ** 40 }),
  })
  fc.assert(
    fc.property(anyCase, ({ secret, time, ...settings }) => {
      const own = codeAt(secret, settings, stepAt(new Date(time * 1000), settings))
      const other = new TOTP({
        secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
        algorithm: settings.algorithm.replace('-', ''),
        digits: settings.digits,
        period: settings.stepSeconds,
      })
      expect(own).toBe(other.generate({ timestamp: time * 1000 }))
    }),
  )
})

test('codes are the same only where every digit is', () => {
  expect(sameCode('755224', '755224')).toBe(true)
  expect(sameCode('755224', '755225')).toBe(false)
  expect(sameCode('755224', '7552241')).toBe(false)
})

test.each([
  ['123 456', '123456'],
  ['1234-5678', '12345678'],
  ['12345', undefined],
  ['1234567', undefined],
  ['12345a', undefined],
  ['１２３４５６', undefined],
  ['', undefined],
])('%j is read as the code %j', (typed, code) => {
  expect(readCode(typed)).toBe(code)
})

describe('base32', () => {
  test('what is written is read back, in any case and with padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        const text = toBase32(bytes)
        for (const form of [text, text.toLowerCase(), `${text}===`])
          expect(fromBase32(form)).toEqual({ ok: true, bytes: Buffer.from(bytes) })
      }),
    )
  })
  test('agrees with otpauth', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        const other = new Secret({ buffer: Uint8Array.from(bytes).buffer })
        expect(toBase32(bytes)).toBe(other.base32)
      }),
    )
  })
  test('the first illegal character is named with its position', () => {
    expect(fromBase32('ABCD8EF1')).toEqual({ ok: false, position: 5, character: '8' })
    expect(fromBase32('ABſD')).toEqual({ ok: false, position: 3, character: 'ſ' })
    expect(fromBase32('AB D')).toEqual({ ok: false, position: 3, character: ' ' })
  })
  test('what holds no byte is refused', () => {
    expect(fromBase32('')).toEqual({ ok: false })
    expect(fromBase32('A')).toEqual({ ok: false })
  })
})
