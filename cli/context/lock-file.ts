/**
 * Lock files, each signed by its owner, that do not outlast an owner that was killed.
 *
 * Nobody removes another's lock: between finding that its owner is dead and removing it, a third command could have
 * taken it. Instead, a command that wants the lock of a dead owner creates a file named after that owner. If several
 * try, only one succeeds. It then looks again from the start, since nobody else can change anything now, and moves its
 * own file over the dead one's. A command that is killed in between is replaced in the same way.
 */
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { isRunning } from './running.ts'

export type Owner = { readonly id: string; readonly pid: number; readonly host: string }

/** The end of the chain of locks that replace each other: a living owner, or a name that is free. */
type End = { readonly passed: readonly string[]; readonly free: string; readonly owner?: Owner }

/** Ids of those in this process that have a lock, or are taking one. */
const ours = new Set<string>()

/** The owner of a lock that is not signed yet, or whose owner was killed before signing it. */
const unsigned: Owner = { id: 'unsigned', pid: 0, host: '' }

/**
 * Undefined when `owner` has the lock from now on, otherwise the owner that has it.
 *
 * An owner on another machine, whose process cannot be checked, keeps it until it has been silent for `silentMs`.
 */
export async function take(
  lock: string,
  owner: Owner,
  silentMs: number,
): Promise<Owner | undefined> {
  const end = await endOf(lock, silentMs)
  if (end.owner !== undefined) return end.owner
  ours.add(owner.id)
  if (!(await signed(end.free, owner))) return unsigned
  const now = await endOf(lock, silentMs, owner.id)
  if (now.owner?.id === owner.id && (await movedToStart(now, lock))) return undefined
  await giveUp(end.free, owner)
  return unsigned
}

/** Removes the lock if it is still that of `owner`. */
export async function giveUp(lock: string, owner: Owner): Promise<void> {
  if ((await ownerOf(lock))?.id === owner.id) await rm(lock, { force: true })
  ours.delete(owner.id)
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

/** Follows the chain to the first lock whose owner lives or has the id `own`. */
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
  if (owner.host === hostname()) return !isHere(owner, beat)
  return Date.now() - beat > silentMs
}

function isHere({ id, pid }: Owner, beat: number): boolean {
  // Its own number: that of the process before it in a container that was started again.
  return pid === process.pid ? ours.has(id) : isRunning(pid, beat)
}

/** Creates the file; false when it exists. One that cannot be written to is not left behind. */
async function signed(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (syscall !== 'open') await rm(path, { force: true })
    throw error
  }
}

/** False where the system refuses to replace a file that is being read, as Windows sometimes does. */
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
