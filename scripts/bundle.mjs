/**
 * Puts the server and the command line into a few files each, so that a start reads a thousand files less.
 *
 * They are in `build/<digest>/bin`, where the digest is that of the sources: a change of them leads to another
 * folder, so nothing old is ever run, and a server that runs meanwhile finds what it has yet to load. Where the
 * bundler is not installed the sources run as they are, only slower.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { root, say } from './install.mjs'
import { runNode } from './node24.mjs'

const builds = join(root, 'build')
/** What the programs are made of, by places in the checkout. */
const sources = ['bin', 'cli', 'cli-server', 'packages', 'src', 'scripts', 'package-lock.json']
const kept = 3

/** The path of the program `server` or `taxiway`: bundled from the sources as they are now, or else its source. */
export function programPath(name) {
  const bundled = join(builds, digestOfSources(), 'bin', `${name}.js`)
  return existsSync(bundled) ? bundled : join(root, 'bin', `${name}.ts`)
}

/** For a server: as long as this process lives, its build stays, since a server loads parts of itself only when they are needed. */
export function holdProgram(path) {
  const build = join(path, '..', '..')
  if (join(build, '..') !== builds) return
  try {
    writeFileSync(join(build, `held.${process.pid}`), '')
  } catch {
    // Of another account: nobody here removes it either.
  }
}

/**
 * Bundles the programs unless that is done. `place`: the folder in whose node_modules the bundler is. What cannot be
 * bundled, because the checkout belongs to another account say, is no reason not to start: the sources run then.
 */
export async function ensurePrograms(place = root) {
  const bundler = join(place, 'node_modules', 'rolldown', 'dist', 'index.mjs')
  const target = join(builds, digestOfSources())
  if (existsSync(target) || !existsSync(bundler)) return
  try {
    mkdirSync(builds, { recursive: true, mode: 0o700 })
    await bundleTo(target, bundler)
    removeOld()
  } catch (error) {
    say(`The programs were not bundled, and start more slowly: ${error.message}`)
  }
}

async function bundleTo(target, bundler) {
  const fresh = `${target}.${process.pid}`
  try {
    const code = await runNode([join(root, 'scripts', 'bundle-programs.mjs'), bundler, fresh])
    // Two that begin together make the same; the second has no use for its own.
    if (code === 0 && !existsSync(target)) renameSync(fresh, target)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Of names, sizes and times: to read a thousand files at every command would cost what the bundle saves. */
function digestOfSources() {
  const digest = createHash('sha256')
  for (const source of sources) addTo(digest, source)
  return digest.digest('hex').slice(0, 16)
}

function addTo(digest, place) {
  const path = join(root, place)
  const entry = statSync(path, { throwIfNoEntry: false })
  if (entry === undefined) return
  if (!entry.isDirectory()) {
    digest.update(`${place}\0${entry.size}\0${entry.mtimeMs}\0`)
    return
  }
  for (const name of readdirSync(path).sort()) {
    if (name !== 'node_modules') addTo(digest, `${place}/${name}`)
  }
}

function removeOld() {
  const byAge = readdirSync(builds)
    .map((name) => ({ path: join(builds, name), made: statSync(join(builds, name)).mtimeMs }))
    .sort((a, b) => b.made - a.made)
  for (const { path } of byAge.slice(kept))
    if (!isHeld(path)) rmSync(path, { recursive: true, force: true })
}

function isHeld(build) {
  return readdirSync(build).some((name) => name.startsWith('held.') && isAlive(name.slice(5)))
}

function isAlive(pid) {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
