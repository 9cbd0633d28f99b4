/** `--encoding` of every command that reads a text of devices. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { clientCommands } from '../../cli/commands.ts'
import { wholeProgram } from '../../cli/program.ts'
import { flattened, treeOf } from '../../cli/shell/command-tree.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { data, runTaxiway } from './run-taxiway.ts'
import { sampleDevices } from './samples.ts'

const [a = { serialNumber: '', hash: '' }] = sampleDevices
const titles = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag'
const cwd = emptyFolder()
const file = 'czech.csv'
writeFileSync(
  join(cwd, file),
  Buffer.from(`${titles}\r\n${a.serialNumber},,${a.hash},Plze\u00f2\r\n`, 'latin1'),
)
const run = (...words: string[]) => runTaxiway(words, { cwd })
const named = ['--encoding', 'cp1250']
const tagsIn = (path: string) =>
  readDeviceCsv(new Uint8Array(readFileSync(join(cwd, path)))).rows.map(({ groupTag }) => groupTag)

test('check says in which code page it was read', async () => {
  const without = await run('csv', 'check', file, '--for', 'intune-lenient', '--json')
  expect([without.code, data(without).files[0].encoding]).toEqual([2, 'windows-1252'])
  const checked = await run('csv', 'check', file, '--for', 'intune-lenient', '--json', ...named)
  expect([checked.code, data(checked).files[0].encoding]).toEqual([0, 'windows-1250'])
})

test.each([
  ['csv merge', ['--to', 'merged.csv'], 'merged.csv'],
  ['csv split', ['--to', 'parts'], 'parts/czech-0001.csv'],
  ['csv convert', ['--as', 'intune', '--to', 'converted.csv'], 'converted.csv'],
  ['collect', ['--to', 'collected.csv'], 'collected.csv'],
  ['import', ['--dry-run', '--json'], undefined],
])('%s keeps the tag', async (command, options, to) => {
  const { code, stdout, stderr } = await run(...command.split(' '), file, ...options, ...named)
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('encoding-damaged')])
  if (to === undefined) expect(stdout.toString()).toContain('Plzeň')
  else expect(tagsIn(to)).toEqual(['Plzeň'])
})

test('fix says that ANSI cannot hold it, and loses nothing', async () => {
  const { stdout } = await run('csv', 'fix', file, '--to', 'fixed.csv', ...named)
  expect(stdout.toString()).toContain('character-not-ansi')
  const rejected = readdirSync(cwd).find((name) => name.includes('rejected')) ?? ''
  expect(readFileSync(join(cwd, rejected), 'utf8')).toContain('Plzeň')
})

test('a name that nobody knows is refused with those that are known', async () => {
  const { code, stderr } = await run('csv', 'check', file, '--encoding', 'klingon')
  expect(code).toBe(1)
  expect(stderr).toContain('klingon')
  expect(stderr).toContain('windows-1250, windows-1251')
  expect(stderr).toContain('ibm852')
})

test('each command that reads such a text has it, and shells complete it', async () => {
  const tree = treeOf(await wholeProgram(clientCommands))
  const having = flattened(tree).flatMap(({ place, options }) => {
    const option = options.find(({ names }) => names.includes('--encoding'))
    return option === undefined ? [] : [{ place, choices: option.choices }]
  })
  expect(having.map(({ place }) => place).toSorted()).toEqual(
    [
      ...['csv check', 'csv fix', 'csv merge', 'csv split', 'csv convert', 'collect', 'import'],
      ...['devices update', 'devices assign-user', 'devices unassign-user', 'devices delete'],
      ...['devices verify', 'partner upload', 'transfer move', 'remove undo'],
    ].toSorted(),
  )
  for (const { choices } of having) expect(choices).toContain('windows-1250')
})
