/**
 * One process of a checkout at a time, for what two that start together would take from each other: npm empties
 * node_modules before it fills them, and the portal is built in one folder. One that is killed meanwhile hinders nobody.
 */
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In ms: how often to look, how often to say that the work goes on, and the silence after which it has ended. */
const times = { look: 200, sign: 5_000, silence: 60_000 }

/** Runs `work` as soon as no other process of the checkout `root` is at work. `onWait` is called once, if it has to wait. */
export async function oneAtATime(root, work, onWait) {
  const lock = join(root, '.taxiway-setup')
  await take(lock, onWait)
  const signs = setInterval(() => giveSign(lock), times.sign)
  try {
    return await work()
  } finally {
    clearInterval(signs)
    rmSync(lock, { force: true })
  }
}

async function take(lock, onWait) {
  let says = onWait
  while (!isTaken(lock)) {
    const holder = holderOf(lock)
    if (holder !== undefined && !isAtWork(lock, holder)) clear(lock, holder)
    else {
      says?.()
      says = undefined
      await new Promise((resolve) => setTimeout(resolve, times.look))
    }
  }
}

function isTaken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    // A checkout of another account: what the work itself cannot write, it says better.
    return error.code !== 'EEXIST'
  }
}

/** Its process id; undefined where nobody is at work any more. */
function holderOf(lock) {
  try {
    return readFileSync(lock, 'utf8')
  } catch {
    return undefined
  }
}

/** An id alone says little: it may be of another machine that shares the folder, or be given anew. */
function isAtWork(lock, holder) {
  const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? {}
  if (mtimeMs === undefined) return true
  const isAnother = Number(holder) !== process.pid
  return isAnother && isAlive(Number(holder)) && Date.now() - mtimeMs < times.silence
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Of several that clear it at once, one may have begun already: it gets back what is its own. */
function clear(lock, holder) {
  const aside = `${lock}.${process.pid}`
  try {
    renameSync(lock, aside)
  } catch {
    return
  }
  if (holderOf(aside) === holder) rmSync(aside, { force: true })
  else renameSync(aside, lock)
}

function giveSign(lock) {
  const now = new Date()
  try {
    utimesSync(lock, now, now)
  } catch {
    // Taken away by hand: then another process sets up beside this one.
  }
}
