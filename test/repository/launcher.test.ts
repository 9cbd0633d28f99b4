/** `npm start` and its siblings before anything is installed: what they say when a step fails. */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, root, taxiway } from '../support/taxiway-command.ts'

/** A checkout without node_modules, and an npm of our own making. */
function checkout(npm: string) {
  const folder = emptyFolder()
  for (const file of ['scripts', 'package.json', 'package-lock.json', '.npmrc']) {
    cpSync(join(root, file), join(folder, file), { recursive: true })
  }
  const npmPath = join(folder, 'fake-npm.js')
  writeFileSync(npmPath, npm)
  const run = (script: string, args: readonly string[], node = process.execPath) =>
    spawnSync(node, [join(folder, 'scripts', script), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, npm_execpath: npmPath },
    })
  return { folder, run }
}

test('an installation that fails says which step, where, and what to do, without a stack', () => {
  const { run, folder } = checkout("process.stderr.write('npm error network\\n'); process.exit(1)")
  const { status, stderr, stdout } = run('run.mjs', ['start'])
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain('npm error network')
  expect(stderr).toContain('The set-up step "npm ci')
  expect(stderr).toContain(folder)
  expect(stderr).toContain('Then run the same command again.')
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('an npm that stands still is ended and started once more', () => {
  const { folder } = checkout(`import { existsSync, writeFileSync } from 'node:fs'
    if (!existsSync('begun')) { writeFileSync('begun', ''); setInterval(() => undefined, 1_000) }`)
  const program = `const { runPatiently } = await import('./scripts/install.mjs')
    process.exitCode = await runPatiently(['ci'], { ms: 10_000 })`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', npm_execpath: join(folder, 'fake-npm.js') },
  })
  expect(stderr).toContain('started once more')
  expect(status).toBe(0)
  expect(existsSync(join(folder, 'begun'))).toBe(true)
})

test('what is installed is not installed again, unless the lock file has changed', () => {
  const counting =
    "import { appendFileSync } from 'node:fs'; appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n')"
  const { run, folder } = checkout(counting)
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  mkdirSync(join(folder, 'bin'))
  writeFileSync(
    join(folder, 'bin/taxiway.ts'),
    "console.log('ran with', process.argv.slice(2).join(' '))",
  )
  const calls = () =>
    existsSync(join(folder, 'calls'))
      ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
      : []

  expect(run('taxiway.mjs', ['hash', 'decode']).stdout).toBe('ran with hash decode\n')
  expect(run('taxiway.mjs', ['again']).stdout).toBe('ran with again\n')
  expect(calls()).toEqual(['ci --loglevel=error --no-fund --no-audit --omit=dev'])

  writeFileSync(join(folder, 'package-lock.json'), '{}')
  run('taxiway.mjs', ['once more'])
  expect(calls()).toHaveLength(2)
})

test('an unknown verb is named with those there are', () => {
  const { status, stderr } = checkout('').run('run.mjs', ['fly'])
  expect(status).toBe(1)
  expect(stderr).toMatch(/Unknown verb "fly": start, /)
})

test('what was compiled is kept with the installation, not where every account can write', async () => {
  const shared = emptyFolder()
  const { code } = await taxiway(['--version'], { env: { TMPDIR: shared, NODE_COMPILE_CACHE: '' } })
  expect(code).toBe(0)
  expect(readdirSync(shared)).toEqual([])
  expect(readdirSync(join(root, 'node_modules/.cache/taxiway'))).not.toEqual([])
})

test('a program is bundled once, and never run as it was before its sources changed', () => {
  const { run, folder } = checkout('process.exit(0)')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const place of ['bin', 'src/collect/worker'])
    mkdirSync(join(folder, place), { recursive: true })
  const write = (text: string) => {
    for (const each of ['bin/server', 'bin/taxiway', 'src/collect/worker/archive-worker'])
      writeFileSync(join(folder, `${each}.ts`), `console.log('${text}', process.argv[1])`)
  }
  const builds = () => readdirSync(join(folder, 'build'))
  write('one')
  expect(run('run.mjs', ['start']).stdout).toMatch(/^one .*\/build\/\w+\/bin\/server\.js\n$/)
  expect(run('taxiway.mjs', []).stdout).toMatch(/^one .*\/build\/\w+\/bin\/taxiway\.js\n$/)
  expect(builds()).toHaveLength(1)
  write('another')
  expect(run('taxiway.mjs', []).stdout).toMatch(/^another .*\/bin\/taxiway\.ts\n$/)
  for (const text of ['two', 'three ', 'four ..']) {
    write(text)
    expect(run('run.mjs', ['start']).stdout).toContain(`${text} `)
  }
  expect(builds()).toHaveLength(3)
})

test('where nothing can be bundled, the sources run all the same', () => {
  const { run, folder } = checkout('process.exit(0)')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/server.ts'), "console.log('runs', process.argv[1])")
  // As where the folder belongs to another account, which root cannot be kept from.
  writeFileSync(join(folder, 'build'), '')
  const { status, stdout, stderr } = run('run.mjs', ['start'])
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^runs .*\/bin\/server\.ts\n$/)])
  expect(stderr).not.toMatch(/^\s+at /m)
})
