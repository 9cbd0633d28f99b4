/** Builds of sources that changed are removed, but none from under a server that runs. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, root } from '../support/taxiway-command.ts'

/** A checkout in miniature, whose programs are quickly bundled. */
function checkout(): string {
  const folder = emptyFolder()
  for (const each of ['scripts', 'bin', 'node_modules/rolldown/dist'])
    mkdirSync(join(folder, each), { recursive: true })
  for (const name of ['bundle', 'install', 'node24', 'one-at-a-time'])
    copyFileSync(join(root, `scripts/${name}.mjs`), join(folder, `scripts/${name}.mjs`))
  writeFileSync(join(folder, 'node_modules/rolldown/dist/index.mjs'), '')
  writeFileSync(
    join(folder, 'scripts/bundle-programs.mjs'),
    `import { mkdirSync, writeFileSync } from 'node:fs'
     const bin = process.argv[3] + '/bin'
     mkdirSync(bin, { recursive: true })
     writeFileSync(bin + '/server.js', '')`,
  )
  return folder
}

test('the build of a server that runs stays, and goes with the first build after its end', async () => {
  const folder = checkout()
  const bundle = join(folder, 'scripts/bundle.mjs')
  const code = (work: string) => [
    '--input-type=module',
    '-e',
    `import * as bundle from ${JSON.stringify(bundle)}; ${work}`,
  ]
  const build = async (version: number) => {
    writeFileSync(join(folder, 'bin/server.ts'), 'x'.repeat(version))
    const child = spawn(
      process.execPath,
      code("await bundle.ensurePrograms(); console.log(bundle.programPath('server'))"),
    )
    const [path] = await once(child.stdout, 'data')
    await once(child, 'close')
    return String(path).trim()
  }
  const first = await build(1)
  const server = spawn(
    process.execPath,
    code(
      "bundle.holdProgram(bundle.programPath('server')); console.log('runs'); setInterval(() => {}, 1000)",
    ),
  )
  const ended = once(server, 'close')
  await once(server.stdout, 'data')
  const second = await build(2)
  for (const version of [3, 4, 5]) await build(version)
  expect([first, second].map((path) => existsSync(path))).toEqual([true, false])

  server.kill('SIGKILL')
  await ended
  for (const version of [6, 7]) await build(version)
  expect(existsSync(first)).toBe(false)
})
