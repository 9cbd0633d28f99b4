/**
 * One process of a checkout at a time, for what two that start together would take from each other: npm empties
 * node_modules before it fills them, and the portal is built in one folder. One that is killed meanwhile hinders nobody.
 *
 * Nobody removes another's lock: between finding that its owner has ended and removing it, a third process could have
 * taken it. Instead, a process creates a file named after the owner that has ended, which only one of several can,
 * looks again from the start, and moves this file over the old lock.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In ms: how often to look, how often to say that the work goes on, and the silence after which it has ended. */
const times = { look: 200, sign: 5_000, silence: 60_000 }

/** Runs `work` as soon as no other process of the checkout `root` is at work. `onWait` is called once, if it has to wait. */
export async function oneAtATime(root, work, onWait) {
  const lock = join(root, '.taxiway-setup')
  const owner = `${process.pid}-${randomBytes(8).toString('hex')}`
  await take(lock, owner, onWait)
  const signs = setInterval(() => giveSign(lock), times.sign)
  try {
    return await work()
  } finally {
    clearInterval(signs)
    giveUp(lock, owner)
  }
}

async function take(lock, owner, onWait) {
  let says = onWait
  while (!isTaken(lock, owner)) {
    says?.()
    says = undefined
    await new Promise((resolve) => setTimeout(resolve, times.look))
  }
}

function isTaken(lock, owner) {
  const end = endOf(lock)
  if (end.owner !== undefined) return false
  try {
    writeFileSync(end.free, owner, { flag: 'wx' })
  } catch (error) {
    // A checkout of another account: what the work itself cannot write, it says better.
    return error.code !== 'EEXIST'
  }
  if (endOf(lock, owner).owner === owner && isInPlace(end, lock)) return true
  giveUp(end.free, owner)
  return false
}

/** Follows the chain to the first lock whose owner is at work or is `own`. */
function endOf(lock, own) {
  const passed = []
  for (let at = lock; ; ) {
    const owner = ownerOf(at)
    if (owner === undefined) return { passed, free: at }
    if (owner === own || isAtWork(at, owner)) return { passed, free: at, owner }
    passed.push(at)
    at = `${lock}.${owner}`
  }
}

/** Undefined where there is no lock. */
function ownerOf(lock) {
  try {
    return /^[\w-]+$/.exec(readFileSync(lock, 'utf8'))?.[0] ?? 'unsigned'
  } catch {
    return undefined
  }
}

/** An id alone says little: it may be of another machine that shares the folder, or be given anew. */
function isAtWork(lock, owner) {
  const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? {}
  if (mtimeMs === undefined) return true
  const isSilent = Date.now() - mtimeMs >= times.silence
  const pid = Number.parseInt(owner, 10)
  return !isSilent && (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid)))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** False where the system refuses to replace a file that is being read, as Windows sometimes does. */
function isInPlace({ passed, free }, lock) {
  if (free === lock) return true
  try {
    renameSync(free, lock)
  } catch {
    return false
  }
  for (const dead of passed.slice(1)) rmSync(dead, { force: true })
  return true
}

function giveUp(lock, owner) {
  if (ownerOf(lock) === owner) rmSync(lock, { force: true })
}

function giveSign(lock) {
  const now = new Date()
  try {
    utimesSync(lock, now, now)
  } catch {
    // Taken away by hand: then another process sets up beside this one.
  }
}
