/** What a person meets before anything else: help, typos, versions. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clientCommands } from '../../../cli/commands.ts'
import { wholeProgram } from '../../../cli/program.ts'
import { flattened, treeOf } from '../../../cli/shell/command-tree.ts'
import { serverCommands } from '../../../cli-server/commands.ts'
import { loadedBy } from '../../support/loaded-packages.ts'
import { root, taxiway } from '../../support/taxiway-command.ts'

/** Of the program, of a command with commands, of one below it, and of the server's machine. */
const pages = [[], ['import'], ['devices'], ['devices', 'explain'], ['keys', 'rotate']]

test.each(pages.map((words) => ({ words, command: words.join(' ') })))(
  'the help of taxiway $command is data on standard output and ends with examples',
  async ({ words }) => {
    const { code, stdout, stderr } = await taxiway([...words, '--help'])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain(['Usage: taxiway', ...words].join(' '))
    const long = stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  '))
    expect(long).toEqual([])
    expect(stdout).toMatch(/\nExamples:\n {2}taxiway /)
  },
)

test('every command says in its help what it is for, and ends with examples', async () => {
  const program = await wholeProgram([...clientCommands, ...serverCommands])
  const all = flattened(treeOf(program)).filter(({ name }) => name !== 'help')
  expect(all.length).toBeGreaterThan(80)
  const lacking = all.filter(
    ({ summary, description, examples }) =>
      summary === '' || description === '' || !/^Examples:\n {2}taxiway /m.test(examples),
  )
  expect(lacking.map(({ place }) => place)).toEqual([])
})

test('help names every command that the command line has', async () => {
  const { stdout } = await taxiway(['--help'])
  for (const { name } of [...clientCommands, ...serverCommands])
    expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'))
})

test('a code is explained offline, by number, name, and the signed number of PowerShell', async () => {
  const one = async (code: string) => await taxiway(['explain', code, '--json'])
  const [refused] = JSON.parse((await one('ztddeviceassignedtoothertenant')).stdout)
  expect(refused).toMatchObject({ code: '808', where: 'import', grade: 'documented' })
  const both = JSON.parse((await one('807')).stdout)
  expect(both.map(({ where }: { where: string }) => where)).toEqual(['import', 'first boot'])
  const [signed] = JSON.parse((await one('-2145910764')).stdout)
  expect(signed).toMatchObject({ code: '0x80180014', where: 'first boot' })
  const unknown = await one('ZtdDeviceAssigned')
  expect([unknown.code, unknown.stderr]).toEqual([
    1,
    expect.stringContaining('ZtdDeviceAssignedToOtherTenant'),
  ])
  const all = JSON.parse((await taxiway(['explain', '--json'])).stdout)
  for (const { meaning, nextStep, source } of all)
    expect([meaning, nextStep, source].every((text) => text.length > 3)).toBe(true)
})

test('a mistyped command is refused with the nearest one', async () => {
  const { code, stdout, stderr } = await taxiway(['imprt'])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain("unknown command 'imprt'\n(Did you mean import?)")
})

test('a command that belongs to another is named whole', async () => {
  const hint = async (...words: string[]) => (await taxiway(words)).stderr.trim().split('\n')[1]
  expect(await hint('where', 'PF3ABCDE')).toBe('There is: taxiway devices where')
  expect(await hint('devices', 'doctor')).toBe('There is: taxiway doctor, taxiway device doctor')
  expect(await hint('frobnicate')).toBe('See: taxiway --help')
})

test('a mistyped option of a command points to the help of that command', async () => {
  const { code, stderr } = await taxiway(['import', '--grouptag', 'x', 'a.csv'])
  expect(code).toBe(1)
  expect(stderr).toContain('Did you mean --group-tag?')
  expect(stderr).toContain('See: taxiway import --help')
})

test('an unknown output format is refused with those there are', async () => {
  const { code, stderr } = await taxiway(['context', 'list', '-o', 'xml'])
  expect(code).toBe(1)
  expect(stderr).toContain('Allowed choices are json, table, csv, tsv.')
})

test('the version is the one of the package', async () => {
  const { code, stdout } = await taxiway(['--version'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('no failure shows a stack trace unless it is asked for', async () => {
  const plain = await taxiway(['import', 'missing.csv'])
  const debug = await taxiway(['import', 'missing.csv', '--debug'])
  expect(plain.stderr).not.toMatch(/^\s+at /m)
  expect(debug.stderr).toMatch(/^\s+at /m)
})

test('the value of an option is never taken for a command', async () => {
  const { code, stdout } = await taxiway(['-o', 'csv', 'context', 'list'])
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'current,name,tenant,graph,clientId,account\r\n',
  })
})

test('help needs nothing but the library of commands', async () => {
  const { packages, files } = await loadedBy(
    `process.argv.push('taxiway', '--help'); await import(${JSON.stringify(join(root, 'bin/taxiway.ts'))})`,
  )
  expect(packages).toEqual(['commander'])
  // Most of them are of that library.
  expect(files).toBeLessThanOrEqual(20)
})

test('help shows no value of an option that may be given several times', async () => {
  const { stdout } = await taxiway(['evidence', '--help'])
  expect(stdout).not.toContain('default: []')
})
