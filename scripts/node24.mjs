/** Finds a Node that can run TypeScript sources as they are (24 or newer) and runs programs on it. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './install.mjs'

const floor = 24
/** The first file of a program is compiled before it can ask for this itself: bin/compile-cache.ts. */
const compiled = join(root, 'node_modules', '.cache', 'taxiway')

export function isNewEnough(version = process.versions.node) {
  return Number(version.split('.')[0]) >= floor
}

/** The path of a Node ≥ 24: this very one, or the locked one that npm installed. */
export function findNode() {
  if (isNewEnough()) return process.execPath
  const name = process.platform === 'win32' ? 'node.cmd' : 'node'
  const locked = join(root, 'node_modules', '.bin', name)
  const version = existsSync(locked)
    ? spawnSync(locked, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim()
    : 'none'
  if (isNewEnough(version)) return locked
  throw new Error(
    `Taxiway needs Node ${floor} or newer. This machine has ${process.versions.node}, and npm has no ` +
      `Node ${floor} package for ${process.platform}-${process.arch} (found: ${version || 'none'}). ` +
      `Install Node ${floor} from your system's packages and run the same command again.`,
  )
}

/**
 * Of a server: what a request allocates is garbage when it is answered, and Node would let the space for it grow further than
 * requests gain by it (docs/server.md). With half of this, a page of 50 devices costs a tenth more. Only a new process can be given it.
 */
export const serverFlags = ['--max-semi-space-size=8']

/** Runs the program in `file` on Node ≥ 24 and ends with its exit code; signals are passed on. */
export async function runProgram(file, args, flags = []) {
  if (isNewEnough()) {
    module.enableCompileCache(compiled)
    process.argv = [process.argv[0], file, ...args]
    await import(pathToFileURL(file).href)
    return
  }
  process.exitCode = await runNode([...flags, file, ...args], { NODE_COMPILE_CACHE: compiled })
}

/** Runs `node …args` on Node ≥ 24 with the project's commands on the PATH. Resolves to the exit code. */
export function runNode(args, env = {}) {
  const bin = join(root, 'node_modules', '.bin')
  const child = spawn(findNode(), args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, ...env },
  })
  const forward = (signal) => child.kill(signal)
  process.on('SIGTERM', forward)
  process.on('SIGINT', forward)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}
