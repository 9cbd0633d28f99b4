/** Readers that leave before the end: `taxiway … | head` and `taxiway … 2>&1 | head`. */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { root, startTaxiwayCommand } from '../../support/taxiway-command.ts'

const ended = (child: ReturnType<typeof startTaxiwayCommand>) =>
  new Promise<number | null>((resolve) => child.on('close', resolve))

test('a reader of data that has seen enough ends the command without a failure', async () => {
  const child = startTaxiwayCommand(['hash', 'make', '--count', '2000', '--seed', '1'])
  child.stdout.once('data', () => child.stdout.destroy())
  const [code, talk] = await Promise.all([ended(child), text(child.stderr)])
  expect(code).toBe(0)
  expect(talk).not.toContain('Error')
})

test('when nobody listens to the talk, the work is done all the same', async () => {
  const child = startTaxiwayCommand(['hash', 'decode', 'no-such-file.csv', 'examples/devices.csv'])
  const whole = startTaxiwayCommand(['hash', 'check', 'examples/devices.csv', '-o', 'csv'])
  child.stderr.destroy()
  whole.stderr.destroy()
  const [failed, code, data] = await Promise.all([ended(child), ended(whole), text(whole.stdout)])
  expect(failed).toBe(1)
  expect(code).toBe(2)
  expect(data.trim().split('\n')).toHaveLength(30)
})

test('a full disk under standard output is named, without a stack', async () => {
  const full = openSync('/dev/full', 'w')
  const words = [join(root, 'bin/taxiway.ts'), 'hash', 'make', '--count', '1', '--seed', '1']
  const child = spawn(process.execPath, words, { stdio: ['ignore', full, 'pipe'] })
  const code = new Promise((resolve) => child.on('close', resolve))
  const talk = child.stderr === null ? '' : await text(child.stderr)
  closeSync(full)
  expect(await code).toBe(1)
  expect(talk).toContain('Standard output cannot be written: ENOSPC')
  expect(talk).not.toMatch(/^\s+at /m)
})
