/**
 * Files that lock, each signed by its owner, which outlast owners that were killed.
 *
 * Nobody removes a lock that another signed: between the look at a dead owner's lock and its removal, a third
 * could have taken it. Instead, who wants the lock of a dead owner takes the one file that is named after that
 * owner; of several only one gets it. That one then looks again from the start, where nothing can change any
 * more, and puts its own file in the place of the dead one's. One that is killed in between is replaced alike.
 */
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { isRunning, startOfMachine } from '../context/running.ts'

export type Owner = { readonly id: string; readonly pid: number; readonly host: string }

/** Where the files that replace each other end: at an owner that lives, or at a name that is free. */
type End = { readonly passed: readonly string[]; readonly free: string; readonly owner?: Owner }

/** A lock whose owner has not signed it yet, or was killed before: its owner cannot be asked. */
const unsigned: Owner = { id: 'unsigned', pid: 0, host: '' }

/**
 * Undefined when `owner` has the lock from now on, otherwise who has it.
 *
 * An owner that cannot be asked, as it is on another machine, has it until it was silent for `silentMs`.
 */
export async function take(
  lock: string,
  owner: Owner,
  silentMs: number,
): Promise<Owner | undefined> {
  for (;;) {
    const end = await endOf(lock, silentMs)
    if (end.owner !== undefined) return end.owner
    if (!(await signed(end.free, owner))) continue
    const now = await endOf(lock, silentMs, owner.id)
    if (now.owner?.id !== owner.id) await giveUp(end.free, owner)
    else if (await movedToStart(now, lock)) return undefined
    else return await giveUp(end.free, owner)
  }
}

/** Removes the lock of `owner`, who no longer wants it. */
export async function giveUp(lock: string, owner: Owner): Promise<Owner> {
  if ((await ownerOf(lock))?.id === owner.id) await rm(lock, { force: true })
  return unsigned
}

/** Undefined when there is no lock. */
export async function ownerOf(lock: string): Promise<Owner | undefined> {
  try {
    const owner: Owner | null = JSON.parse(await readFile(lock, 'utf8'))
    return typeof owner?.id === 'string' ? owner : unsigned
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : unsigned
  }
}

/** Follows the locks from the first to one whose owner lives, or is the owner of `own`. */
async function endOf(lock: string, silentMs: number, own?: string): Promise<End> {
  const passed: string[] = []
  for (let at = lock; ; ) {
    const owner = await ownerOf(at)
    if (owner === undefined) return { passed, free: at }
    if (owner.id === own || !(await isAbandoned(at, owner, silentMs)))
      return { passed, free: at, owner }
    passed.push(at)
    at = `${lock}.${owner.id}`
  }
}

async function isAbandoned(lock: string, owner: Owner, silentMs: number): Promise<boolean> {
  const beat = (await stat(lock).catch(() => undefined))?.mtimeMs
  if (beat === undefined) return false
  if (owner.host === hostname()) return !isRunning(owner.pid) || beat < startOfMachine()
  return Date.now() - beat > silentMs
}

/** Creates the file; false when it exists. */
async function signed(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** False where the system does not replace a file that somebody is reading, as Windows does not always. */
async function movedToStart({ passed, free }: End, lock: string): Promise<boolean> {
  if (free === lock) return true
  try {
    await rename(free, lock)
  } catch {
    return false
  }
  for (const dead of passed.slice(1)) await rm(dead, { force: true })
  return true
}
