/** Entra's CSV of hardware tokens: read with and without `upn`, and every bad row says where it is bad. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import { readTokenFile } from '../../src/identity-provider/token-files/read-token-file.ts'

const header = 'upn,serial number,secret key,time interval,manufacturer,model'
const good = 'Helga@contoso.com,1234567,2234567abcdef2234567abcdef,60,Contoso,HardwareKey'

async function rowsOf(text: string) {
  const read = await readTokenFile(text)
  if (!read.ok) throw new Error(read.fault)
  return read.rows
}

const faultOf = async (row: string) => {
  const [first] = await rowsOf(`${header}\r\n${row}`)
  return first !== undefined && 'fault' in first ? first.fault : undefined
}

test('the example of Microsoft’s documentation is read', async () => {
  expect(await rowsOf(`${header}\n${good}\n`)).toEqual([
    {
      row: 2,
      seed: {
        userPrincipalName: 'Helga@contoso.com',
        serialNumber: '1234567',
        secret: Buffer.from('d6b7cefbe0088642eb5be77df0044321', 'hex'),
        algorithm: 'SHA-1',
        digits: 6,
        stepSeconds: 60,
        drift: 0,
        manufacturer: 'Contoso',
        model: 'HardwareKey',
      },
    },
  ])
})

test('vendors’ files without upn, and rows with it empty, are for the pool', async () => {
  const without = [header, good].map((line) => line.slice(line.indexOf(',') + 1)).join('\n')
  const empty = `${header}\n${good.replace('Helga@contoso.com', '')}`
  for (const text of [without, empty]) {
    const [row] = await rowsOf(text)
    expect(row).toMatchObject({ seed: { serialNumber: '1234567' } })
    expect(row).not.toHaveProperty('seed.userPrincipalName')
  }
})

test('a byte order mark, other line ends, quotes, blank lines and another order change nothing', async () => {
  const expected = await rowsOf(`${header}\n${good}`)
  const reversed = [header, good].map((line) => line.split(',').toReversed().join(',')).join('\r')
  const quoted = [header, good].map((line) => `"${line.replaceAll(',', '","')}"`).join('\r\n')
  for (const text of [
    `\uFEFF${header}\r\n${good}`,
    quoted,
    reversed,
    `${header.toUpperCase()}\n${good}`,
  ])
    expect(await rowsOf(text)).toEqual(expected)
  expect(await rowsOf(`${header}\n\n${good}`)).toEqual(expected.map((row) => ({ ...row, row: 3 })))
})

describe('a bad row names its column and character', () => {
  const change = (from: string, to: string) => faultOf(good.replace(from, to))
  test('an 8 in the secret', async () => {
    expect(await change('2234567abc', '2234867abc')).toEqual({
      column: 'secret key',
      position: 5,
      message: expect.stringContaining('Character 5 of the secret key is "8"'),
    })
  })
  test.each(['0', '1', '9', '-', 'ä', ' a', '=a'])('%j in the secret', async (letter) => {
    const fault = await change('7abc', `7a${letter}bc`)
    expect(fault).toMatchObject({ column: 'secret key', position: 9 })
  })
  test('a secret that is too long, or missing', async () => {
    const secret = '2234567abcdef2234567abcdef'
    expect(await change(secret, 'A'.repeat(129))).toMatchObject({ position: 129 })
    expect(await change(secret, '')).toMatchObject({ column: 'secret key' })
    expect(await change(secret, 'A')).toMatchObject({ column: 'secret key' })
  })
  test.each(['', '45', '30s', '060', '3e1'])('an interval of %j', async (interval) => {
    expect(await change(',60,', `,${interval},`)).toMatchObject({ column: 'time interval' })
  })
  test('fields too few, too many, or with an open quote', async () => {
    expect(await faultOf('a,b')).toMatchObject({
      message: 'The row has 2 fields; the header has 6.',
    })
    expect(await faultOf(`${good},x`)).toMatchObject({ message: /7 fields/ })
    expect(await faultOf(good.replace('Contoso,', '"Contoso,'))).toMatchObject({
      message: /quotation/,
    })
  })
  test('and never the secret itself', async () => {
    const reports = JSON.stringify([
      await change('2234567abcdef', '2234867abcdef'),
      await change(',60,', ',45,'),
      await faultOf(`${good},x`),
    ])
    expect(reports).not.toMatch(/abcdef|67abc/i)
  })
})

test.each([
  ['no header', good],
  ['a column missing', header.replace(',model', '')],
  ['a column twice', `${header},model`],
  ['an unknown column', `${header},counter`],
])('a file with %s is refused as a whole', async (_what, text) => {
  expect(await readTokenFile(text)).toMatchObject({ ok: false, fault: 'not-entra-csv' })
})

test('files of other kinds are refused by name', async () => {
  expect(await readTokenFile('')).toMatchObject({ fault: 'unknown-format' })
  expect(await readTokenFile('PK\u0003\u0004')).toMatchObject({ fault: 'unknown-format' })
  expect(await readTokenFile('RSA SecurID export, 3 tokens')).toMatchObject({ fault: 'securid' })
  expect(await readTokenFile('x'.repeat(16 * 1024 * 1024 + 1))).toMatchObject({
    fault: 'too-large',
  })
})

test('a thousand rows keep their secrets to the bit', async () => {
  const secrets = Array.from({ length: 1000 }, () => randomBytes(20))
  const rows = secrets.map((secret, n) => `,S${n},${toBase32(secret)},30,Contoso,Key`)
  const read = await rowsOf([header, ...rows].join('\n'))
  expect(read.map((row) => 'seed' in row && Buffer.from(row.seed.secret))).toEqual(secrets)
})

test('any text at all gives rows or a named fault, and never throws', async () => {
  const lines = fc.array(fc.oneof(fc.constant(good), fc.string(), fc.constant('"')))
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), async (some, withHeader) => {
      const text = [...(withHeader ? [header] : []), ...some].join('\n')
      const read = await readTokenFile(text)
      if (read.ok) for (const row of read.rows) expect(row.row).toBeGreaterThan(1)
    }),
  )
})
