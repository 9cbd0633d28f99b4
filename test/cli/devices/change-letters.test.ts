/** Values of a file of changes that is in another code page: a whole fleet would get a wrong tag. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Encoding } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { readChangeFile } from '../../../cli/devices/change/change-file.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const folder = emptyFolder()

async function tagsOf(content: string | Uint8Array, encoding?: Encoding) {
  const path = join(folder, 'tags.csv')
  writeFileSync(path, content)
  const how = { needs: [], takes: ['groupTag'], clearEmpty: false, encoding } as const
  const { requests } = await readChangeFile(path, how)
  return requests.map(({ changes }) => changes.groupTag)
}

/** The bytes of a code page, written as letters of Latin-1. */
const eightBit = (tag: string) =>
  Buffer.from(`Serial number,Group tag\r\nPF1,Lab\r\nPF2,${tag}\r\n`, 'latin1')
const czech = eightBit('Plze\u00f2')

test('stop it, by their line, with what helps', async () => {
  await expect(tagsOf(czech)).rejects.toThrow(/tags\.csv:3: 'Plzeò'.*--encoding windows-1250/)
})

test('are right where the code page is named', async () => {
  expect(await tagsOf(czech, 'windows-1250')).toEqual(['Lab', 'Plzeň'])
  expect(await tagsOf(eightBit('P\u00f8\u00edbram'), 'windows-1252')).toEqual(['Lab', 'Pøíbram'])
})

test('are what was written where the file shows what it is in', async () => {
  const text = 'Serial number,Group tag\r\nPF1,ZÃ¼rich\r\nPF2,Plzeò\r\n'
  expect(await tagsOf(text)).toEqual(['ZÃ¼rich', 'Plzeò'])
  expect(await tagsOf(eightBit('Z\u00fcrich'))).toEqual(['Lab', 'Zürich'])
})

test('a line of a spreadsheet about its separator is no title', async () => {
  expect(await tagsOf('sep=;\r\n\r\nSerial number;Group tag\r\nPF1;Lab\r\n')).toEqual(['Lab'])
})

test('that are lost are never sent', async () => {
  await expect(tagsOf('Serial number,Group tag\r\nPF1,Z\ufffdrich\r\n')).rejects.toThrow(':2: ')
  await expect(tagsOf(eightBit('Z\u00fcrich'), 'utf-8')).rejects.toThrow(':3: ')
})
