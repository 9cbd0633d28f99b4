/**
 * Builds the portal where it is not built yet, or where its sources have changed since.
 *
 * Its libraries are only needed to build it, so a checkout that just runs Taxiway does not have them: then they
 * are installed into a folder of their own, out of the way of the server that runs meanwhile.
 */
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { ensurePrograms } from './bundle.mjs'
import { root, runNpm, say } from './install.mjs'
import { runNode } from './node24.mjs'
import { oneAtATime } from './one-at-a-time.mjs'

const built = join(root, 'portal', 'dist')
const stamp = join(built, 'sources.txt')
/** What the portal is made of, by places in the checkout. */
const sources = ['portal', 'packages', 'package-lock.json']
const leftOut = /(^|\/)(node_modules|dist|\.build)(\/|$)/

/** Resolves to whether the portal is there in the end. */
export async function ensurePortal() {
  const wanted = digestOfSources()
  if (isCurrent(wanted)) return true
  return await oneAtATime(root, async () => isCurrent(wanted) || (await make(wanted)))
}

async function make(wanted) {
  const started = Date.now()
  const place = existsSync(join(root, 'node_modules', '@fluentui', 'react-components'))
    ? root
    : await placeWithLibraries()
  if (place === undefined) return false
  if (!(await build(place, wanted))) return false
  say(`The portal is built (${Math.round((Date.now() - started) / 1000)} s).`)
  return true
}

function isCurrent(wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

function digestOfSources() {
  const digest = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(source).sort()) {
      digest
        .update(file)
        .update('\0')
        .update(readFileSync(join(root, file)))
        .update('\0')
    }
  }
  return digest.digest('hex')
}

function filesOf(place) {
  const path = join(root, place)
  if (!existsSync(path) || leftOut.test(place)) return []
  if (!statSync(path).isDirectory()) return [place]
  return readdirSync(path).flatMap((name) => filesOf(`${place}/${name}`))
}

/** A copy of what the build needs, with the portal's libraries; undefined where they cannot be installed. */
async function placeWithLibraries() {
  const place = join(root, 'portal', '.build')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  // File by file: a folder cannot be copied into itself, and the place is one of the portal's.
  for (const file of [...sources, 'package.json', '.npmrc', 'tsconfig.json'].flatMap(filesOf)) {
    mkdirSync(dirname(join(place, file)), { recursive: true })
    cpSync(join(root, file), join(place, file))
  }
  say('Installing what the portal is built with (only this once, beside the server) …')
  const args = ['ci', '--workspace', 'taxiway-portal', '--include=dev', '--ignore-scripts']
  const code = await runNpm([...args, '--loglevel=error', '--no-fund', '--no-audit'], place)
  if (code === 0) return place
  say(`The portal's libraries could not be installed (npm ended with ${code}).`)
  rmSync(place, { recursive: true, force: true })
  return undefined
}

/** Into a folder beside, which then takes the place of the old one: nobody sees half a portal. */
async function build(place, digest) {
  const fresh = join(root, 'portal', 'dist.new')
  rmSync(fresh, { recursive: true, force: true })
  const vite = join(place, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = ['build', join(place, 'portal'), '--outDir', fresh, '--logLevel', 'warn']
  const code = await runNode([vite, ...args])
  if (code === 0) {
    writeFileSync(join(fresh, 'sources.txt'), digest)
    rmSync(built, { recursive: true, force: true })
    renameSync(fresh, built)
  } else {
    rmSync(fresh, { recursive: true, force: true })
    say(`The portal could not be built (vite ended with ${code}).`)
  }
  if (place !== root) {
    // What bundles the portal is only here, and the next start is twice as fast.
    await ensurePrograms(place)
    rmSync(place, { recursive: true, force: true })
  }
  return code === 0
}

if (process.argv[1]?.endsWith('portal.mjs')) {
  process.chdir(root)
  process.exitCode = (await ensurePortal()) ? 0 : 1
}
