/** Two files of the field: one device in full Windows and in Windows PE, and a file with semicolons. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, taxiway } from '../support/taxiway-command.ts'

const file = (name: string) => join(root, 'test/fixtures/field-files', name)

test('what Windows PE does not see is no other system board', async () => {
  for (const names of [
    ['diff-full.txt', 'diff-winpe.txt'],
    ['diff-winpe.txt', 'diff-full.txt'],
  ]) {
    const { code, stdout, stderr } = await taxiway(['hash', 'diff', ...names.map(file)])
    expect(code).toBe(2)
    expect(stdout).not.toContain('system board')
    expect(stderr).toContain('6 differences, 0 of them in the system board')
  }
})

test.each(['s6-semicolon.csv', 'n11a-pipe.csv'])('hash check and decode read %s', async (name) => {
  const checked = await taxiway(['hash', 'check', file(name)])
  expect(checked.stderr).not.toContain('no hash found')
  const decoded = await taxiway(['hash', 'decode', file(name), '--json'])
  expect(JSON.stringify(JSON.parse(decoded.stdout))).toContain('PW6KPXC6')
})
