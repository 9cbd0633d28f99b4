import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDeviceCsv, streamDeviceCsv, writeDeviceCsv } from '../index.ts'

const hash = `T0GX${'A'.repeat(3996)}`
const header = 'Device Serial Number,Windows Product ID,Hardware Hash'
const row = {
  line: 2,
  serialNumber: 'PF123',
  productKey: '',
  hardwareHash: hash,
  groupTag: '',
  assignedUser: '',
}
const codes = (input: Uint8Array | string) => readDeviceCsv(input).findings.map(({ code }) => code)
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

test.each(['ansi', 'utf-8', 'utf-8-bom', 'utf-16le'] as const)(
  'reads what was written as %s',
  (encoding) => {
    expect(readDeviceCsv(writeDeviceCsv([row], { encoding })).rows).toEqual([row])
  },
)

test.each([',', ';', '\t'])(
  'reads a file separated by %j, quoted or not, in any case and with any line end',
  (separator) => {
    for (const quote of ['', '"']) {
      for (const end of ['\r\n', '\n', '\r']) {
        const line = (fields: string[]) =>
          fields.map((field) => quote + field + quote).join(separator) + end
        const text =
          line(['device serial number', 'WINDOWS PRODUCT ID', 'HardwareHash']) +
          line(['PF123', '', hash])
        expect(readDeviceCsv(text).rows).toEqual([row])
      }
    }
  },
)

test('OrderID is the group tag and columns may come in any order', () => {
  const { rows, findings } = readDeviceCsv(
    `OrderID,Hardware Hash,Device Serial Number\nSales,${hash},PF123\n`,
  )
  expect(rows).toEqual([{ ...row, groupTag: 'Sales' }])
  expect(findings.map(({ code }) => code)).toEqual([
    'header-spelling',
    'column-absent',
    'header-order',
  ])
})

test('a file without a header is recognized by its content', () => {
  const { header: titles, rows } = readDeviceCsv(`PF123,,${hash},Sales,a@b.example\r\n`)
  expect(titles).toBeNull()
  expect(rows).toEqual([{ ...row, line: 1, groupTag: 'Sales', assignedUser: 'a@b.example' }])
})

test('16-bit text without byte order mark is recognized in both orders', () => {
  const little = writeDeviceCsv([row], { encoding: 'utf-16le' }).subarray(2)
  const big = little.slice().map((_, at) => little[at ^ 1] ?? 0)
  expect(readDeviceCsv(little)).toMatchObject({ encoding: 'utf-16le', bom: false, rows: [row] })
  expect(readDeviceCsv(big)).toMatchObject({ encoding: 'utf-16be', bom: false, rows: [row] })
})

test('each line is UTF-8 or Windows-1252 on its own', () => {
  const text = latin(`${header},Group Tag\nA,,${hash},Z\xfcrich\nB,,${hash},Z\xc3\xbcrich\n`)
  expect(readDeviceCsv(text).rows.map(({ groupTag }) => groupTag)).toEqual(['Zürich', 'Zürich'])
  expect(codes(text)).toContain('encoding-mixed')
})

test('a hash that was broken over lines is joined, quoted or not', () => {
  const parts = hash.match(/.{1,76}/g)?.join('\r\n')
  expect(readDeviceCsv(`${header}\r\nPF123,,${parts}\r\nPF123,,${hash}\r\n`).rows).toMatchObject([
    row,
    { serialNumber: 'PF123' },
  ])
  expect(readDeviceCsv(`${header}\r\nPF123,,"${parts}"\r\n`).rows).toEqual([row])
})

test('a lost quotation mark costs one row and not the rest of the file', () => {
  const { rows, findings } = readDeviceCsv(`${header}\n"PF122,,${hash}\nPF123,,${hash}\n`)
  expect(rows.at(-1)).toEqual({ ...row, line: 3 })
  expect(findings.map(({ code }) => code)).toContain('quote-open')
})

test('lines before the header, blank lines, empty columns and a repeated header are not rows', () => {
  const text = `sep=;\n\nDevice Serial Number;Windows Product ID;Hardware Hash;;\nPF123;;${hash};;\n;;;;\nDevice Serial Number;Windows Product ID;Hardware Hash;;\n\u001a`
  expect(readDeviceCsv(text).rows).toEqual([{ ...row, line: 4 }])
})

test('what is not text is named', () => {
  expect(codes(latin('PK\x03\x04....'))).toEqual(['not-text'])
  expect(codes('')).toEqual(['no-rows'])
})

test('random bytes never throw, and how they are cut into chunks changes nothing', async () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      ',',
      ';',
      '"',
      '\r',
      '\n',
      '\0',
      '\xfc',
      '\xc3\xbc',
      ' ',
      header,
      'PF123,,',
      hash.slice(0, 90),
    ],
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(piece, { maxLength: 60 }).map((all) => latin(all.join(''))),
  )
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      async (input, sizes) => {
        const whole = readDeviceCsv(input)
        const rows: unknown[] = []
        const stream = streamDeviceCsv(cut(input, sizes))
        let next = await stream.next()
        for (; !next.done; next = await stream.next()) rows.push(next.value)
        expect(rows).toEqual(whole.rows)
        expect(whole).toMatchObject(next.value)
      },
    ),
    { numRuns: 500 },
  )
})

async function* cut(input: Uint8Array, sizes: readonly number[]) {
  for (let at = 0, n = 0; at < input.length; n++) {
    const size = sizes[n % sizes.length] ?? 1
    yield input.subarray(at, at + size)
    at += size
  }
}
