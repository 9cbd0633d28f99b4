/** Files of changes as spreadsheets, databases and service desks write them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readChangeFile } from '../../../cli/devices/change/change-file.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const folder = emptyFolder()

function read(content: string | Uint8Array) {
  const path = join(folder, 'changes.csv')
  writeFileSync(path, content)
  return readChangeFile(path, {
    needs: [],
    takes: ['groupTag', 'userPrincipalName', 'displayName'],
    clearEmpty: false,
  })
}

async function wanted(content: string | Uint8Array) {
  const { requests } = await read(content)
  return requests.map(({ name, changes }) => [name, ...Object.values(changes)].join('|'))
}

const lines = (...texts: readonly string[]) => `${texts.join('\r\n')}\r\n`
const table = lines('Serial number,Group tag', 'PF1,Lab', 'PF2,Desk')
const sameTable = {
  'bars between the values': table.replaceAll(',', '|'),
  'circumflexes between the values': table.replaceAll(',', '^'),
  'a drawn table': lines(
    '| Serial number | Group tag |',
    '|---|---|',
    '| PF1 | Lab |',
    '|PF2|Desk|',
  ),
  'a semicolon in the title of another column': lines(
    'Serial number,Group tag,"Notes; more"',
    'PF1,Lab,a',
    'PF2,Desk,b',
  ),
  'the name of a report above': `Devices of Berlin\r\n2026-11-30\r\n\r\n${table}`,
  'the type of a PowerShell object above': `#TYPE Selected.Device\r\n${table}`,
  'formulas that keep a text': lines('Serial number,Group tag', '="PF1",Lab', '"=""PF2""",Desk'),
  'signs that nobody sees in a serial number': lines(
    'Serial number,Group tag',
    '\u200bPF1,Lab',
    'P\u00adF2\u200f,Desk',
  ),
  'typographic marks around a serial number': lines(
    'Serial number,Group tag',
    '“PF1”,Lab',
    '„PF2“,Desk',
  ),
  'empty columns at the end of each row': table.replaceAll(/(?<=Lab|Desk)/g, ',,'),
  'titles in German': table.replace('Serial number,Group tag', 'Seriennummer,Gruppentag'),
  'titles in French': table.replace('Serial number,Group tag', 'Numéro de série,Balise de groupe'),
  'titles in Japanese': table.replace('Serial number,Group tag', 'シリアル番号,グループ タグ'),
}

test.each(Object.entries(sameTable))('%s', async (_name, text) => {
  expect(await wanted(text)).toEqual(['PF1|Lab', 'PF2|Desk'])
})

test('an id in braces is that of its device', async () => {
  const id = '01a22e97-8796-7000-b7ea-5632db672f3d'
  expect(await wanted(lines('Id,Group tag', `{${id}},Lab`))).toEqual([`${id}|Lab`])
})

test.each(['Order ID', 'Primary user UPN', 'Hostname'])('%s changes nothing', async (title) => {
  const { ignored } = await read(
    lines(`Serial number,Group tag,${title}`, 'PF1,Lab,a@contoso.test'),
  )
  expect(ignored).toEqual([title])
})

test('a column without a title is named if it holds something', async () => {
  const { ignored } = await read(lines('Serial number,,Group tag,', 'PF1,x,Lab,'))
  expect(ignored).toEqual(['column 2, which has no title'])
})

test.each([
  ['values with another separator', lines('Serial number,Group tag', 'PF1;Lab'), /:2: .*";".*","/],
  ['more values than titles', lines('Serial number,Group tag', 'PF1,Lab,x'), /:2: .*more values/],
  ['a row above the titles', `PF9,Lab\r\n${table}`, /the titles are: PF9, Lab/],
  ['titles alone', 'Serial number,Group tag\r\n', /names no device/],
  ['an archive', gzipSync(table), /is a gzip archive, and not a CSV file/],
  ['nothing', '', /is empty/],
] as const)('%s: refused, with the reason', async (_name, content, reason) => {
  await expect(read(content)).rejects.toThrow(reason)
})
