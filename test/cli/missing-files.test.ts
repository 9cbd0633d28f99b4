/** A file that is not there, given to any command that takes one: which, where it was looked for, and what to do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { taxiway } from '../support/taxiway-command.ts'

const application = '335697cd-8665-41a3-8bee-dc47a3b9438d'
const person = ['--tenant', 'contoso.test', '--client-id', application]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'taxiway-missing-'))
  const context = { graph: 'https://localhost:1', authority: 'https://localhost:1' }
  const signedIn = { ...context, tenant: application, clientId: application, clientSecret: 'one' }
  const contexts = { current: 'a', contexts: { a: signedIn } }
  writeFileSync(join(folder, 'contexts.json'), JSON.stringify(contexts), { mode: 0o600 })
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['hash make', ['hash', 'make', 'gone']],
  ['csv check', ['csv', 'check', 'gone']],
  ['csv fix', ['csv', 'fix', 'gone']],
  ['import', ['import', 'gone']],
  ['devices update', ['devices', 'update', '--from', 'gone', '--yes']],
  ['devices undo', ['devices', 'undo', 'gone']],
  ['remove run', ['remove', 'run', 'gone', '--yes']],
  ['device boot', ['device', 'boot', 'gone']],
  ['release verify', ['release', 'verify', 'gone']],
  ['login', ['login', ...person, '--certificate', 'gone']],
  ['restore', ['restore', 'gone']],
])('%s says so in words', async (_, words) => {
  const { code, stderr } = await taxiway(words, {
    cwd: folder,
    env: { TAXIWAY_CONFIG_DIR: folder },
  })
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/no file.*\bgone\b/) })
  expect(stderr).not.toMatch(/ENOENT|no such file|node:/)
  // What to do: a second line.
  expect(stderr.trim().split('\n').length).toBeGreaterThan(1)
})

test.each([
  ['devices undo', (file: string) => ['devices', 'undo', file]],
  ['evidence', (file: string) => ['evidence', 'PF1', '--offline', '--cabinet', file]],
])('%s: a folder in place of a file is called one', async (_, words) => {
  const { code, stderr } = await taxiway(words(folder), {
    cwd: folder,
    env: { TAXIWAY_CONFIG_DIR: folder },
  })
  expect([code, stderr]).toEqual([1, expect.stringContaining(`${folder} is a folder.`)])
})

test('keys that are not JSON are named', async () => {
  writeFileSync(join(folder, 'keys.txt'), 'no keys')
  const words = ['release', 'verify', 'keys.txt', '--keys', 'keys.txt']
  const { code, stderr } = await taxiway(words, { cwd: folder })
  expect([code, stderr]).toEqual([1, expect.stringContaining('keys.txt is not JSON.')])
})
