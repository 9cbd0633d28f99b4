/** Two starts of one checkout at the same time, before it is installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'

/** Notes that it was called, and ends as soon as the test says so. */
const npm = `
import { appendFileSync, existsSync } from 'node:fs'
appendFileSync('calls', 'npm\\n')
const timer = setInterval(() => { if (existsSync('go')) clearInterval(timer) }, 20)
`

/** Fails where another is at work in the same folder. */
const work = `
import { mkdirSync, rmdirSync } from 'node:fs'
import { oneAtATime } from './scripts/one-at-a-time.mjs'
await oneAtATime('.', async () => {
  mkdirSync('at-work')
  await new Promise(setImmediate)
  rmdirSync('at-work')
})
`

function checkout() {
  const folder = emptyFolder()
  for (const file of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(root, file), join(folder, file), { recursive: true })
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/server.ts'), "console.log('started')")
  writeFileSync(join(folder, 'npm.js'), npm)
  const start = () => {
    const child = spawn(process.execPath, [join(folder, 'scripts/run.mjs'), 'start'], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, npm_execpath: join(folder, 'npm.js') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said += String(data)
      })
    return { child, said: () => said, ended: once(child, 'close') }
  }
  const calls = () =>
    existsSync(join(folder, 'calls'))
      ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').length
      : 0
  const go = () => writeFileSync(join(folder, 'go'), '')
  return { folder, start, calls, go }
}

const codeOf = (child: ChildProcess) => child.exitCode

test('the second waits until the first has installed, and installs nothing', async () => {
  const { start, calls, go } = checkout()
  const first = start()
  await eventually(() => expect(calls()).toBe(1))
  const second = start()
  await eventually(() => expect(second.said()).toContain('Another start of this checkout'))
  go()
  await Promise.all([first.ended, second.ended])
  expect([codeOf(first.child), codeOf(second.child)]).toEqual([0, 0])
  expect(first.said()).toContain('started')
  expect(second.said()).toContain('started')
  expect(calls()).toBe(1)
})

test('one that was killed while it installed hinders none after it', async () => {
  const { folder, start, calls, go } = checkout()
  const first = start()
  await eventually(() => expect(calls()).toBe(1))
  first.child.kill('SIGKILL')
  go()
  await first.ended
  const second = start()
  await second.ended
  expect([codeOf(second.child), calls()]).toEqual([0, 2])
  expect(existsSync(join(folder, '.taxiway-setup'))).toBe(false)
})

test('of many that find a dead lock at once, each works alone', async () => {
  const { folder } = checkout()
  writeFileSync(join(folder, 'work.mjs'), work)
  for (let round = 0; round < 5; round++) {
    writeFileSync(join(folder, '.taxiway-setup'), `${spawnSync('true').pid}-${round}`)
    const all = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['work.mjs'], { cwd: folder }),
    )
    const codes = await Promise.all(all.map(async (each) => (await once(each, 'close'))[0]))
    expect(codes).toEqual(new Array(6).fill(0))
  }
  expect(readdirSync(folder).filter((name) => name.startsWith('.taxiway-setup'))).toEqual([])
})
