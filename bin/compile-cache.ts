/**
 * Caches what Node compiles for the next start, in a folder that only this installation's owner can write.
 *
 * Node's default is a folder in the shared temporary directory. The first to create it decides what every later
 * start runs, so it is not a place for the code of a server that is trusted with the ownership of devices.
 */
import { mkdirSync } from 'node:fs'
import { constants, enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const { ENABLED, ALREADY_ENABLED } = constants.compileCacheStatus

/** Does nothing if no folder is writable: the start is then only slower. */
export function keepCompiled(): void {
  const installed = join(import.meta.dirname, '..', 'node_modules', '.cache', 'taxiway')
  for (const folder of [installed, personalFolder()]) {
    if (folder === undefined || !made(folder)) continue
    const { status } = enableCompileCache(folder)
    if (status === ENABLED || status === ALREADY_ENABLED) return
  }
}

/** Undefined where the system knows no home of this account, as in a container with an account of its own. */
function personalFolder(): string | undefined {
  try {
    return join(homedir(), '.cache', 'taxiway')
  } catch {
    return undefined
  }
}

/** Creates the folder; false if that fails. */
function made(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}
