/**
 * CLI for Microsoft 365 from npm, in a cache of its own: it is as large as all other test dependencies together. Where it
 * cannot be installed the recorded requests stand for it, and one line says so.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from '../support/taxiway-command.ts'

const version = '11.11.0'
const cache = join(root, 'node_modules/.cache/taxiway-clients')
const folder = join(cache, `m365-${version}`)
const program = join(folder, 'node_modules/@pnp/cli-microsoft365/dist/index.js')

/** Longer would hold up everything else. ms */
const maxInstall = 45_000

/** Undefined: it cannot be had here, and standard error says why. */
export async function m365Program(): Promise<string | undefined> {
  if (existsSync(program)) return program
  if (process.env['TAXIWAY_TEST_CLIENTS'] === 'recorded') return undefined
  const failure = await install()
  if (failure === undefined) return program
  process.stderr.write(
    `m365 ${version} was not installed (${failure}): its recorded requests stand for it.\n`,
  )
  return undefined
}

async function install(): Promise<string | undefined> {
  const place = join(cache, `m365-${version}.${process.pid}`)
  mkdirSync(place, { recursive: true })
  const child = spawn(
    'npm',
    [
      ...['install', '--prefix', place, '--no-audit', '--no-fund', '--ignore-scripts'],
      ...['--no-package-lock', '--fetch-retries', '0', `@pnp/cli-microsoft365@${version}`],
    ],
    { cwd: place, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), maxInstall)
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(-1))
    child.on('close', resolve)
  })
  const [said, code] = await Promise.all([text(child.stderr), ended])
  clearTimeout(timer)
  if (code === 0 && !existsSync(folder)) renameSync(place, folder)
  rmSync(place, { recursive: true, force: true })
  if (code === 0) return undefined
  return (
    said
      .trim()
      .split('\n')
      .find((line) => line.includes('error')) ?? `npm ended with ${code}`
  )
}
