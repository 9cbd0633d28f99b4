/** Files that cannot be imported: each is refused in words, before anything is sent or written. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { writeDevices } from '../../support/device-files.ts'
import { hashFixture } from '../../support/hardware-hashes.ts'
import { emptyFolder, taxiway } from '../../support/taxiway-command.ts'

const header = 'Device Serial Number,Windows Product ID,Hardware Hash'
let folder: string

beforeEach(() => {
  folder = emptyFolder()
})

type BadFile = readonly [what: string, content: string | Buffer, says: RegExp]

const badFiles: readonly BadFile[] = [
  ['an empty file', '', /bad\.csv: The file is empty\. \(Export/],
  ['a header without rows', `${header}\r\n`, /bad\.csv: The file has no device row\. \(/],
  [
    'a header nobody knows',
    'Colour,Size,Price,Shop\nred,1,2,x\n',
    /bad\.csv: This file has no column of a known/,
  ],
  [
    'a file without hash column',
    'Device Serial Number,Windows Product ID\nA,B\n',
    /bad\.csv:1: .*Hardware Hash \(/,
  ],
  ['501 columns', wide(501), /bad\.csv:1: .*c3 \(Remove the column\.\)/],
  ['an archive', Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000'), /bad\.csv: The archive/],
  ['a value with a comma', `${header}\nA,B,C,D\n`, /bad\.csv:2: /],
]

test.each(badFiles)('%s is refused with file, line and a hint', async (_what, content, says) => {
  writeFileSync(join(folder, 'bad.csv'), content)
  const run = await taxiway(['import', 'bad.csv'], { cwd: folder })
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' })
  expect(run.stderr).toMatch(says)
  expect(run.stderr).not.toMatch(/^\s+at /m)
  expect(readdirSync(folder)).toEqual(['bad.csv'])
})

test('the hashes prove the columns of a file with another one only where each is beside its own serial number', async () => {
  const [first, second] = [hashFixture(1), hashFixture(2)]
  const run = (serialNumber: string) => {
    const rows = [
      `${first.serial},,${first.hardwareHash},x`,
      `${serialNumber},,${second.hardwareHash},y`,
    ]
    writeFileSync(join(folder, 'wide.csv'), [`${header},Shelf`, ...rows, ''].join('\r\n'))
    const args = ['import', 'wide.csv', '--dry-run', '--accept', 'serial-mismatch']
    return taxiway(args, { cwd: folder })
  }
  expect(await run(second.serial)).toMatchObject({ code: 0 })
  const doubtful = await run('ANOTHER1')
  expect(doubtful.code).toBe(2)
  expect(doubtful.stderr).toContain('wide.csv:1: ')
  expect(doubtful.stderr).toContain('[column-extra]')
})

test('a program is refused as what it is', async () => {
  const run = await taxiway(['import', process.execPath], { cwd: folder })
  expect(run.code).toBe(2)
  expect(run.stderr).toContain('not a text file')
})

test('a missing file is refused with the folder that was looked in', async () => {
  const run = await taxiway(['import', 'missing.csv'], { cwd: folder })
  expect(run.code).toBe(1)
  expect(run.stderr).toContain('There is no file missing.csv.')
  expect(run.stderr).toContain(folder)
})

test('a folder without a file of devices is refused', async () => {
  mkdirSync(join(folder, 'exports'))
  const run = await taxiway(['import', 'exports'], { cwd: folder })
  expect(run.code).toBe(1)
  expect(run.stderr).toContain('The folder exports contains no file that can be imported.')
})

test('all files of a folder are read, and the repaired rows are kept', async () => {
  mkdirSync(join(folder, 'exports'))
  const { serial, hardwareHash } = hashFixture(1)
  writeFileSync(join(folder, 'exports/one.txt'), `${hardwareHash}\r\n`)
  const run = await taxiway(['import', 'exports', '--what-if', '--json'], { cwd: folder })
  expect(run.code).toBe(0)
  expect(JSON.parse(run.stdout)).toMatchObject([{ line: 1, serialNumber: serial }])
})

test('hashes in each other’s rows stop the import, and only a named code lets them through', async () => {
  const [one, two] = [hashFixture(1), hashFixture(2)]
  writeDevices(folder, 'swapped.csv', [
    { serial: one.serial, hardwareHash: two.hardwareHash },
    { serial: two.serial, hardwareHash: one.hardwareHash },
  ])
  const run = await taxiway(['import', 'swapped.csv', '--what-if'], { cwd: folder })
  expect(run.code).toBe(2)
  expect(run.stderr).toContain('[serial-mismatch]')
  const accepted = ['--what-if', '--accept', 'serial-mismatch']
  expect((await taxiway(['import', 'swapped.csv', ...accepted], { cwd: folder })).code).toBe(0)
})

test('one bad file among good ones stops them all', async () => {
  writeDevices(folder, 'good.csv')
  writeFileSync(join(folder, 'bad.csv'), '')
  const run = await taxiway(['import', 'good.csv', 'bad.csv'], { cwd: folder })
  expect(run.code).toBe(2)
  expect(run.stderr).toContain('Nothing was sent')
  expect(readdirSync(folder).toSorted()).toEqual(['bad.csv', 'good.csv'])
})

test('a dry run lists the rows of all files that fit a pattern and sends nothing', async () => {
  const { serial, hardwareHash } = hashFixture(1)
  writeDevices(folder, 'a.csv')
  writeDevices(folder, 'b.csv', [{ serial, hardwareHash }])
  const run = await taxiway(['import', '*.csv', '--what-if', '--group-tag', 'Kiosk', '--json'], {
    cwd: folder,
  })
  expect(run.code).toBe(0)
  expect(JSON.parse(run.stdout)).toHaveLength(11)
  expect(JSON.parse(run.stdout)[10]).toEqual({
    file: 'b.csv',
    line: 2,
    serialNumber: serial,
    groupTag: 'Kiosk',
    assignedUser: '',
  })
})

test.each([
  ['--group-tag', 'x'.repeat(513), 'the group tag has 513 characters; 512 are allowed'],
  ['--assigned-user', 'ada', "'ada' is not a user principal name"],
])('%s is judged before anything is sent', async (option, value, says) => {
  writeDevices(folder, 'good.csv')
  const { code, stderr } = await taxiway(['import', 'good.csv', option, value], { cwd: folder })
  expect(code).toBe(2)
  expect(stderr).toContain(says)
})

test('what the receipt says already is not taken with --resume', async () => {
  const { code, stderr } = await taxiway(['import', '--resume', 'a.json', '--group-tag', 'Kiosk'])
  expect(code).toBe(1)
  expect(stderr).toContain('--group-tag cannot be given with --resume.')
})

test('standard input is refused, since no receipt could name it', async () => {
  const { code, stderr } = await taxiway(['import', '-'])
  expect(code).toBe(1)
  expect(stderr).toContain('Standard input cannot be imported')
})

test('a good file without a sign-in ends with exit code 3 and how to sign in', async () => {
  const path = writeDevices(folder, 'good.csv')
  const run = await taxiway(['import', path])
  expect(run.code).toBe(3)
  expect(run.stderr).toContain('You are not signed in.')
  expect(run.stderr).toContain('taxiway login')
})

test('neither files nor a receipt is a usage error', async () => {
  const run = await taxiway(['import'])
  expect(run.code).toBe(1)
  expect(run.stderr).toContain('Name the files to import')
})

function wide(columns: number): string {
  const extra = Array.from({ length: columns - 3 }, (_, index) => `c${index + 3}`)
  return `${header},${extra.join(',')}\n${Array.from({ length: columns }, () => 'x').join(',')}\n`
}
