/** A spreadsheet by the doors of the command line: checked, repaired, joined and looked at before an import, as it is. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { utils } from '@e965/xlsx'
import { readDeviceCsv } from 'taxiway-device-csv'
import { beforeAll, expect, test } from 'vitest'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { devices, makeBook } from './make-book.ts'

let cwd = ''
const run = (...words: string[]) => taxiway(words, { cwd })
const tagsIn = async (name: string) =>
  readDeviceCsv(await readFile(join(cwd, name))).rows.map(
    ({ serialNumber, groupTag }) => `${serialNumber}|${groupTag}`,
  )
const both = ['PE0VG8PF|Sales', '0DN6741SS8|Kiosk']

beforeAll(async () => {
  cwd = emptyFolder()
  const book = makeBook({ Devices: devices(), Notes: utils.aoa_to_sheet([['Ask Anna']]) })
  await writeFile(join(cwd, 'devices.xlsx'), book)
})

test('check judges its sheets, and names the one that lists no devices', async () => {
  const { code, stdout, stderr } = await run('csv', 'check', 'devices.xlsx', '--json')
  expect(code).toBe(0)
  expect(stderr).toContain('devices.xlsx!Notes')
  expect(JSON.parse(stdout).files).toMatchObject([{ path: 'devices.xlsx!Devices', rows: 2 }])
})

test('fix and merge write device CSVs, and never into the spreadsheet', async () => {
  expect((await run('csv', 'fix', 'devices.xlsx')).code).toBe(0)
  expect(await tagsIn('devices.fixed.csv')).toEqual(both)
  expect((await run('csv', 'merge', 'devices.xlsx', '--to', 'all.csv')).code).toBe(0)
  expect(await tagsIn('all.csv')).toEqual(both)
  const onto = await run('csv', 'fix', 'devices.xlsx', '--to', 'devices.xlsx', '--force')
  expect(onto.code).toBe(1)
  expect(onto.stderr).toContain('is an input')
})

test('import shows what it would send, and what it passed over', async () => {
  const { code, stdout, stderr } = await run('import', 'devices.xlsx', '--dry-run')
  expect(code).toBe(0)
  expect(stdout).toMatch(/devices\.xlsx!Devices +2 +PE0VG8PF +Sales/)
  expect(stderr).toContain('devices.xlsx!Notes: This sheet lists no devices.')
})
