/**
 * Keeps what Node compiled for the next start, in a folder that only this installation's owner can write.
 *
 * Node's own default is a folder in the shared temporary directory. The first to make it decides what every later
 * start runs, so it is no place for the code of a server that is trusted with the ownership of devices.
 */
import { mkdirSync } from 'node:fs'
import { constants, enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const { ENABLED, ALREADY_ENABLED } = constants.compileCacheStatus

/** Does nothing where no folder can be written: the start is slower then, and otherwise the same. */
export function keepCompiled(): void {
  const installed = join(import.meta.dirname, '..', 'node_modules', '.cache', 'taxiway')
  const personal = join(homedir(), '.cache', 'taxiway')
  for (const folder of [installed, personal]) {
    if (!made(folder)) continue
    const { status } = enableCompileCache(folder)
    if (status === ENABLED || status === ALREADY_ENABLED) return
  }
}

/** Whether there is such a folder, made now or before. */
function made(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}
