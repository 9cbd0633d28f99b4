/** `taxiway csv` in a folder with files: exit codes, data, and that no input is ever touched. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeviceRow, readDeviceCsv, writeDeviceCsv } from 'taxiway-device-csv'
import { decodeHardwareHash, remakeHardwareHash } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ansi, file, header, header5, rowA, rowB, rowC, utf16 } from './golden/golden-case.ts'
import { data, runTaxiway } from './run-taxiway.ts'
import { sampleRow } from './samples.ts'

let root = ''
let cwd = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'taxiway-csv-'))
})
afterAll(() => rm(root, { recursive: true }))
beforeEach(async () => {
  cwd = await mkdtemp(join(root, 'case-'))
})

const put = (name: string, content: Uint8Array) => writeFile(join(cwd, name), content)
const get = (name: string) => readFile(join(cwd, name))
const csv = (...words: string[]) => runTaxiway(['csv', ...words], { cwd })
const spoiled = () => utf16(`\ufeff${file(header, rowA, rowB).replaceAll(',', ';')}`, 'le')
const withoutLines = (rows: readonly DeviceRow[]) => rows.map((row) => ({ ...row, line: 0 }))

test('check answers 0 for a good file, 2 for findings, 1 for a file that is not there', async () => {
  await put('good.csv', ansi(file(header, rowA, rowB)))
  await put('bad.csv', spoiled())
  expect((await csv('check', 'good.csv')).code).toBe(0)
  expect((await csv('check', 'bad.csv')).code).toBe(2)
  expect((await csv('check', 'none.csv')).code).toBe(1)
})

test('check --json has the documented shape', async () => {
  await put('bad.csv', spoiled())
  expect(data(await csv('check', 'bad.csv', '--json'))).toEqual({
    files: [
      {
        path: 'bad.csv',
        kind: 'intune',
        encoding: 'utf-16le',
        bom: true,
        lineEnding: 'crlf',
        rows: 2,
        findings: [
          {
            line: 0,
            column: null,
            severity: 'error',
            code: 'encoding-unicode',
            message: expect.any(String),
            fix: expect.any(String),
          },
          {
            line: 1,
            column: null,
            severity: 'error',
            code: 'separator-not-comma',
            message: expect.any(String),
            fix: expect.any(String),
          },
        ],
      },
    ],
    summary: { files: 1, rows: 2, errors: 2, warnings: 0, infos: 0 },
  })
})

test('check finds a device that stands in two files, and users that do not exist', async () => {
  await mkdir(join(cwd, 'captures'))
  await put('captures/a.csv', ansi(file(header5, `${rowA},,anna@contoso.test`)))
  await put('captures/b.csv', ansi(file(header5, `${rowB},,ana@contoso.test`, `${rowA},Sales,`)))
  await put('users.txt', ansi('anna@contoso.test\r\n'))
  const { files } = data(await csv('check', 'captures', '--users', 'users.txt', '--json'))
  expect(files[1].findings).toMatchObject([
    { line: 2, code: 'user-unknown' },
    {
      line: 3,
      code: 'duplicate-device',
      message: expect.stringContaining('line 2 of captures/a.csv'),
    },
  ])
})

test('fix writes a new file beside the input, says what it did and leaves the input alone', async () => {
  await put('bad.csv', spoiled())
  const digest = async () =>
    createHash('sha256')
      .update(await get('bad.csv'))
      .digest('hex')
  const before = await digest()
  const result = await csv('fix', 'bad.csv', '--json')
  expect(result.code).toBe(0)
  expect(data(result)).toMatchObject({
    output: 'bad.fixed.csv',
    rejects: null,
    rows: { read: 2, written: 2, leftOut: 0, repeated: 0 },
    changes: [
      { line: 1, code: 'separator-not-comma' },
      { line: 0, code: 'encoding-unicode' },
    ],
    untouched: { fields: 6, equal: true },
  })
  expect(new Uint8Array(await get('bad.fixed.csv'))).toEqual(ansi(file(header, rowA, rowB)))
  expect(await digest()).toBe(before)
})

test('fix never writes to its input, not even through a link, and replaces nothing unasked', async () => {
  await put('bad.csv', spoiled())
  await symlink('bad.csv', join(cwd, 'link.csv'))
  await put('there.csv', ansi('keep me'))
  for (const to of ['bad.csv', './bad.csv', 'link.csv', 'there.csv']) {
    expect((await csv('fix', 'bad.csv', '--to', to)).code).toBe(1)
  }
  expect((await csv('fix', 'bad.csv', '--to', 'link.csv', '--force')).code).toBe(1)
  expect(new Uint8Array(await get('bad.csv'))).toEqual(spoiled())
  expect(await readdir(cwd)).toEqual(['bad.csv', 'link.csv', 'there.csv'])
  expect((await csv('fix', 'bad.csv', '--to', 'there.csv', '--force')).code).toBe(0)
})

test('fix puts rows that it cannot write into a second file, as they stood', async () => {
  await put(
    'bad.csv',
    ansi(file(`${header},Group Tag`, `${rowA},"Sales, Berlin"`, `${rowB},Sales`)),
  )
  const result = await csv('fix', 'bad.csv')
  expect(result.code).toBe(2)
  expect(result.stderr).toContain('bad.fixed.rejected.csv')
  const [row] = readDeviceCsv(await get('bad.fixed.rejected.csv')).rows
  expect(row).toMatchObject({ serialNumber: 'PE0VG8PF', groupTag: 'Sales, Berlin' })
})

test('fix --rejects leaves a file without any error', async () => {
  await put('bad.csv', ansi(file(header, rowA, 'PE0VG8PE,,', `PE0VG8PF,,#2`, rowC)))
  expect((await csv('fix', 'bad.csv', '--to', 'good.csv', '--rejects', 'rest.csv')).code).toBe(2)
  expect((await csv('check', 'good.csv')).code).toBe(0)
  expect(readDeviceCsv(await get('rest.csv')).rows).toHaveLength(2)
})

test('fix --what-if writes nothing, and a pipe gives and takes files', async () => {
  await put('bad.csv', spoiled())
  expect((await csv('fix', 'bad.csv', '--what-if')).code).toBe(0)
  expect(await readdir(cwd)).toEqual(['bad.csv'])
  const piped = await runTaxiway(['csv', 'fix', '-'], { cwd, input: spoiled() })
  expect(new Uint8Array(piped.stdout)).toEqual(ansi(file(header, rowA, rowB)))
})

test('what is not a list of devices is not repaired', async () => {
  await put('list.csv', ansi('milk\r\nbread\r\n'))
  expect((await csv('fix', 'list.csv')).code).toBe(2)
  expect(await readdir(cwd)).toEqual(['list.csv'])
})

test('split and merge give the same rows back', async () => {
  const rows = [0, 2, 5, 6, 9].map((n) => sampleRow(n, { groupTag: n === 5 ? 'Sales' : '' }))
  await put('all.csv', writeDeviceCsv(rows))
  const parts = data(await csv('split', 'all.csv', '--size', '2', '--json')).parts
  expect(parts.map(({ path }: { path: string }) => path)).toEqual([
    'all-0001.csv',
    'all-0002.csv',
    'all-0003.csv',
  ])
  expect((await csv('merge', 'all-*.csv', '--to', 'again.csv')).code).toBe(0)
  expect(await get('again.csv')).toEqual(await get('all.csv'))
})

test('merge lists a device that was captured twice, and keeps the newer capture only when asked', async () => {
  const captured = decodeHardwareHash(sampleRow(0).hardwareHash)
  if (!captured.ok) throw new Error(captured.message)
  const later = remakeHardwareHash(captured, [{ event: 'regenerated' }]).text
  await put('new.csv', writeDeviceCsv([sampleRow(0, { hardwareHash: later })]))
  await put('old.csv', writeDeviceCsv([sampleRow(0), sampleRow(2)]))
  const both = await csv('merge', 'new.csv', 'old.csv', '--to', 'both.csv', '--json')
  expect(both.code).toBe(2)
  expect(data(both)).toMatchObject({
    rows: { read: 3, written: 3 },
    conflicts: [{ serialNumber: 'PE0VG8PF', kept: null }],
  })
  const one = await csv('merge', 'new.csv', 'old.csv', '--newest', '--to', 'one.csv', '--json')
  expect(one.code).toBe(0)
  expect(data(one)).toMatchObject({ conflicts: [{ kept: 0 }] })
  const rows = readDeviceCsv(await get('one.csv')).rows
  expect(withoutLines(rows)).toEqual(
    withoutLines([sampleRow(0, { hardwareHash: later }), sampleRow(2)]),
  )
})

test('convert takes corporate identifiers out of the hashes', async () => {
  await put('devices.csv', writeDeviceCsv([sampleRow(0), sampleRow(7), sampleRow(3)]))
  const result = await csv('convert', 'devices.csv', '--as', 'corporate-identifiers', '--json')
  expect(result.code).toBe(2)
  expect(data(result)).toMatchObject({
    rows: { written: 2, refused: 1, simplified: 1 },
    refused: [{ line: 4, code: 'tuple-missing' }],
  })
  expect((await get('devices.corporate-identifiers.csv')).toString()).toBe(
    'LENOVO,21R3001BUK,PE0VG8PF\r\nDell Inc,Latitude 5530,52TGZL8\r\n',
  )
})
