/** Files that cannot be written, in words and with what to do; and pipes, which can be read only once. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, taxiway } from '../support/taxiway-command.ts'

const plain = join(import.meta.dirname, '../device-csv/golden/files/plain.csv')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'taxiway-unwritable-'))
  copyFileSync(plain, join(folder, 'a.csv'))
  copyFileSync(plain, join(folder, 'other.csv'))
  mkdirSync(join(folder, 'parts'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['a folder in place of the file', ['csv', 'fix', 'a.csv', '--to', 'parts'], 'parts is a folder.'],
  [
    'a folder in place of the file, with --force',
    ['csv', 'merge', 'a.csv', '--to', 'parts', '--force'],
    'parts is a folder.',
  ],
  [
    'a folder that is not there',
    ['collect', 'a.csv', '--to', 'gone/x.csv'],
    'gone/x.csv cannot be written: there is no folder gone.',
  ],
  [
    'a file in place of the folder',
    ['csv', 'split', 'a.csv', '--to', 'other.csv'],
    'other.csv/a-0001.csv cannot be written: it is a folder, or a part of its name is a file.',
  ],
  [
    'a page of the manual in a folder that is a file',
    ['manual', '--directory', 'other.csv'],
    'other.csv cannot be written: it is a folder, or a part of its name is a file.',
  ],
  [
    'evidence in a folder that is a file',
    ['evidence', 'PF1', '--offline', '--to', 'other.csv', '--force'],
    'other.csv/README.txt cannot be written: it is a folder, or a part of its name is a file.',
  ],
  [
    'evidence in an archive in a folder that is not there',
    ['evidence', 'PF1', '--offline', '--to', 'gone/pack.zip'],
    'gone/pack.zip cannot be written: there is no folder gone.',
  ],
])('%s', async (_name, words, says) => {
  const { code, stderr } = await taxiway(words, { cwd: folder })
  expect([code, stderr]).toEqual([1, expect.stringContaining(says)])
  expect(stderr).not.toMatch(/went wrong inside|ENOENT|EISDIR|EEXIST/)
  expect(stderr.trim().split('\n').length).toBeGreaterThan(1)
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test.skipIf(process.platform === 'win32').each([
  [['csv', 'check', 'pipe', '--json'], /"rows": 2/],
  [['csv', 'merge', 'pipe'], /^Device Serial Number,.*\r\nPE0VG8PF,.*\r\n0DN6741SS8,/],
  [['csv', 'fix', 'pipe', '--to', '-'], /^Device Serial Number,.*\r\nPE0VG8PF,.*\r\n0DN6741SS8,/],
])('%j reads a named pipe once', async (words, shows) => {
  const pipe = join(folder, 'pipe')
  rmSync(pipe, { force: true })
  execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd: folder })
  const writer = spawn('sh', ['-c', 'cat a.csv > pipe'], { cwd: folder })
  const { code, stdout } = await taxiway(words, { cwd: folder })
  writer.kill()
  expect([code, stdout]).toEqual([0, expect.stringMatching(shows)])
})

/** Such as a container has. */
const stranger = 54_321

/** The sources: what is built is the owner's alone. */
const source = join(root, 'bin/taxiway.ts')
/** Only root can be another account, which may not be allowed to read this checkout. */
const canBeStranger =
  process.getuid?.() === 0 && spawnSync('test', ['-r', source], { uid: stranger }).status === 0

const run = (words: readonly string[]) =>
  spawnSync(process.execPath, [source, ...words], {
    uid: stranger,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  })

test.skipIf(!canBeStranger)('a folder below the one that was named, which may not be read', () => {
  const open = join(folder, 'open')
  mkdirSync(join(open, 'closed'), { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o755)
  chmodSync(open, 0o755)
  for (const command of [['csv', 'check'], ['import']]) {
    const { status, stderr } = run([...command, open])
    expect(status).toBe(1)
    expect(stderr).toContain(`Cannot read ${join(open, 'closed')}: this user may not read it.`)
  }
})

test.skipIf(!canBeStranger)('an account that has no home', () => {
  expect(run(['explain', '808', '--json'])).toMatchObject({ status: 0, stderr: '' })
  const { status, stderr } = run(['devices', 'list'])
  expect(status).toBe(1)
  expect(stderr).toContain('no home folder')
  expect(stderr).toContain('TAXIWAY_CONFIG_DIR')
  expect(stderr).not.toContain('went wrong inside')
})
