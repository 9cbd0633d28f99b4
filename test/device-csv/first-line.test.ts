/** A first line that nobody knows: a header in other words, corporate identifiers, or undecided; never silently in order. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { ansi, file, header, rowA, rowB, withHashes } from './golden/golden-case.ts'
import { runTaxiway } from './run-taxiway.ts'

const expectedHeader = 'Device Serial Number,Windows Product ID,Hardware Hash'
const check = (...lines: string[]) => checkDeviceCsv(withHashes(file(...lines)))

test.each([
  ['a,b,c', 'd,e,f'],
  ['a,b,c'],
  ['Device,Product,Code', 'PF123456,,abc'],
  ['Serial,Info,Note', 'PF123456,PC-1,none'],
  ['a,b,c', 'PF123456,3556320606995,T0GX'],
  ['PE0VG8PF,3556320606995,1234567'],
  ['Device,Product,Code,Tag', '1,2,3,4'],
  ['Device Name,User,Tag', 'PC-1,anna,x'],
])('an unknown first line %j is an error on line 1 that names the header', (...lines) => {
  const { kind, findings } = check(...lines)
  expect(kind).toBe('unknown')
  expect(findings).toMatchObject([{ line: 1, severity: 'error', code: 'header-undecided' }])
  expect(findings[0]?.message).toContain(expectedHeader)
})

test.each([['Box,License,Fingerprint'], ['a,b,c'], ['Serial,Lizenz,Daten'], ['Col1,Col2,Col3']])(
  'above hashes, %s is a wrong header of an Intune file, and its columns are recognized by content',
  (first) => {
    const { kind, rows, header: titles, findings } = check(first, rowA, rowB)
    expect({ kind, rows, titles }).toEqual({ kind: 'intune', rows: 2, titles: first.split(',') })
    expect(findings).toMatchObject([{ line: 1, severity: 'error', code: 'header-unknown' }])
    expect(findings[0]?.message).toContain(expectedHeader)
  },
)

test('similar titles beside an unknown one name the expected header on line 1, too', () => {
  const { kind, findings } = check('Serial,Product,Hash', rowA)
  expect(kind).toBe('intune')
  expect(findings.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '1 header-unknown',
    '1 header-spelling',
    '1 column-extra',
    '1 header-spelling',
    '1 column-absent',
  ])
})

test('a title never outweighs the content below it, and empty columns of rows do not matter', () => {
  const { findings } = check('Serial,Model,Name', `${rowA},,`)
  expect(findings.map(({ code }) => code)).not.toContain('header-undecided')
  expect(check('Box,License,Name', `${rowA},,`).findings).toMatchObject([
    { line: 1, code: 'header-unknown' },
    { line: 2, code: 'trailing-separator' },
  ])
})

test('a row without a hash above the others is never taken for a header', () => {
  const codes = check('PE0VG8PG,,', rowA).findings.map(({ code }) => code)
  expect(codes).not.toContain('header-unknown')
})

test.each([
  'LENOVO,21R3001BUK,PE0VG8PF',
  'Dell Inc.,Latitude 5530,52TGZL8',
  'Dell Inc.,Latitude 5530,BCDFGHJ',
  'Advanced Micro Devices,Virtual Machine,0000-0013-2222-3333',
  'ASUSTeK,System Product Name,M80-1234',
])('%s stays a corporate identifier, and the sentence about it is whole', (line) => {
  const { kind, findings } = check(line)
  const [{ message } = { message: '' }] = findings.filter(
    ({ code }) => code === 'kind-other-import',
  )
  expect(kind).toBe('corporate-identifiers')
  expect(message).toContain('(manufacturer, model, serial number)')
})

test('the sentence about a list of a portal is whole', () => {
  const { findings } = check('Serial number,Model,Enrollment state', 'PE0VG8PF,T14,enrolled')
  expect(findings[0]?.message).toContain('without hardware hashes;')
})

test('498 surplus columns make no Configuration Manager file, whatever they are called', () => {
  for (const name of ['x_', 'Column', 'c']) {
    const extra = Array.from({ length: 498 }, (_, n) => `${name}${n}`).join(',')
    const { kind, findings } = check(`${header},${extra}`, rowA)
    expect(kind).toBe('intune')
    expect(findings.filter(({ code }) => code === 'too-many-columns')).toMatchObject([
      { line: 1, message: expect.stringContaining('501 instead of at most 5') },
    ])
  }
})

test('check exits with 2, and import names file, line and a hint', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'taxiway-first-line-'))
  try {
    await writeFile(join(cwd, 'texts.csv'), file('a,b,c', 'd,e,f'))
    await writeFile(join(cwd, 'wrong.csv'), ansi(file('Box,License,Fingerprint', rowA)))
    await writeFile(join(cwd, 'similar.csv'), ansi(file('Serial,Product,Hash', rowA)))
    for (const name of ['texts.csv', 'wrong.csv', 'similar.csv']) {
      expect((await runTaxiway(['csv', 'check', name], { cwd })).code).toBe(2)
      const { code, stderr } = await runTaxiway(['import', name], { cwd })
      // Columns recognized by their content are enough to import; the titles are reported all the same.
      if (name !== 'texts.csv') {
        expect(stderr).toContain(`${name}: Read, although its form differs`)
        continue
      }
      expect(code).toBe(2)
      expect(stderr).toContain(`${name}:1: `)
      expect(stderr).toContain(expectedHeader)
      expect(stderr).toContain('taxiway csv fix')
    }
  } finally {
    await rm(cwd, { recursive: true })
  }
})
