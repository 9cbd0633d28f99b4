/** What the examples show works: each is run as a reader would run it. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { root } from '../support/taxiway-command.ts'

type Ended = { readonly code: number | null; readonly printed: string; readonly output: string }

async function run(...args: string[]): Promise<Ended> {
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env
  const child = spawn(process.execPath, args, { cwd: root, env })
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, printed: out, output: out + error }
}

test('examples/graph-client.ts imports three machines and lists them', async () => {
  const { code, printed, output } = await run('examples/graph-client.ts')
  expect(code, output).toBe(0)
  expect(printed.trim().split('\n'), output).toHaveLength(3)
})

test('examples/vitest is a suite that passes', async () => {
  const { code, output } = await run(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--root',
    'examples/vitest',
    // Vitest's own five seconds are for the reader's machine, which is not busy with other tests.
    '--testTimeout=60000',
    '--hookTimeout=60000',
  )
  expect(code, output).toBe(0)
  expect(output).toContain('2 passed')
})
