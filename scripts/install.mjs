/**
 * Brings node_modules in line with the lock file. Runs on whatever Node the machine has (18 or newer),
 * before any dependency exists, so it uses nothing but Node itself.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneAtATime } from './one-at-a-time.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.taxiway-installed')

/** `runtime` is enough to run Taxiway; `all` adds what its tests need. */
export async function ensureInstalled(scope) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const isDone = () => {
    const { lock, scope: installed } = readStamp()
    return lock === wanted && (installed === 'all' || installed === scope)
  }
  if (isDone()) return
  const install = async () => {
    if (isDone()) return
    await npmCi(scope)
    linkCommand()
    writeFileSync(stamp, JSON.stringify({ lock: wanted, scope }))
  }
  await oneAtATime(root, install, () => say('Another start of this checkout installs; waiting …'))
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'))
  } catch {
    return {}
  }
}

async function npmCi(scope) {
  const what = scope === 'all' ? 'everything the tests need' : 'what Taxiway needs to run'
  say(`Installing ${what}, as package-lock.json names it (only this once) …`)
  const started = Date.now()
  const elapsed = () => Math.round((Date.now() - started) / 1000)
  const ticker = setInterval(() => say(`  still installing, ${elapsed()} s`), 10_000)
  const args = ['ci', '--loglevel=error', '--no-fund', '--no-audit']
  if (scope !== 'all') args.push('--omit=dev')
  const code = await runPatiently(args)
  clearInterval(ticker)
  if (code !== 0) {
    throw new Error(
      `The set-up step "npm ${args.join(' ')}" failed with code ${code} in ${root}.\n` +
        "See npm's message above. Usual causes: the npm registry cannot be reached (check the network or proxy), " +
        'the disk is full, or this folder is not writable. Then run the same command again.',
    )
  }
  say(`Installed in ${elapsed()} s.`)
}

/** Longer than any installation; what was fetched is in npm's cache. */
const standstillMs = 20 * 60_000

/** Runs npm; one that stands still, as npm 11 was seen to, is ended, and started once more. */
export async function runPatiently(args, { cwd = root, ms = standstillMs } = {}) {
  const options = { cwd, timeout: ms }
  const child = startNpm(args, options)
  const code = await endOf(child)
  if (child.signalCode !== 'SIGKILL') return code
  say(
    `  npm has not ended after ${Math.round(ms / 60_000)} minutes; it is ended and started once more.`,
  )
  return endOf(startNpm(args, options))
}

/** Runs npm and answers its exit code; its standard output is not shown. */
export function runNpm(args, cwd = root) {
  return endOf(startNpm(args, { cwd }))
}

/** Runs npm and answers its exit code and its standard output. */
export async function npmOutput(args) {
  const child = startNpm(args, { stdout: 'pipe' })
  const parts = []
  child.stdout?.on('data', (part) => parts.push(part))
  const code = await endOf(child)
  return { code, output: Buffer.concat(parts).toString() }
}

function startNpm(args, { cwd = root, stdout = 'ignore', timeout } = {}) {
  const npm = process.env.npm_execpath
  const viaNode = npm?.endsWith('.js') && existsSync(npm)
  const [command, all] = viaNode ? [process.execPath, [npm, ...args]] : ['npm', args]
  // The settings npm hands to its children would change what `npm ci` does (a `--prefix`, a `--yes`): start clean.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^npm_(config_(?!cache|registry|userconfig|globalconfig|nodedir)|lifecycle|package|command)/.test(
          name,
        ),
    ),
  )
  return spawn(command, all, {
    cwd,
    env,
    stdio: ['ignore', stdout, 'inherit'],
    timeout,
    killSignal: 'SIGKILL',
    shell: !viaNode && process.platform === 'win32',
  })
}

function endOf(child) {
  return new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Lets `npx taxiway` in a checkout find the command at once instead of installing the checkout elsewhere. */
function linkCommand() {
  if (process.platform === 'win32') return
  const link = join(root, 'node_modules', '.bin', 'taxiway')
  rmSync(link, { force: true })
  symlinkSync('../../scripts/taxiway.mjs', link)
}

export function say(text) {
  process.stderr.write(`${text}\n`)
}
