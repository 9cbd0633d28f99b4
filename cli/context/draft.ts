/**
 * A file or folder while it is written, beside what it becomes. Interrupted, a command removes its own; what one leaves that
 * was killed, the next one removes that writes in the same folder: the name says which process it is of.
 */
import { createHash, randomUUID } from 'node:crypto'
import { rmSync, type Stats } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { isRunning } from './running.ts'

export type Draft = {
  /** Where to write. */
  readonly path: string
  /** What other commands had left in the folder, and this one has removed. */
  readonly removed: readonly Left[]
  /** It gets its name. */
  keep(): Promise<void>
  drop(): Promise<void>
}

export type Left = { readonly path: string; readonly bytes: number }

const whole = { recursive: true, force: true } as const

export async function draftOf(target: string): Promise<Draft> {
  const folder = dirname(target)
  const removed = await sweep(folder)
  const own = `${machine}-${process.pid}-${randomUUID().slice(0, 8)}`
  const path = join(folder, `${basename(target)}.${own}.tmp`)
  open(path)
  return {
    path,
    removed,
    async keep() {
      await rename(path, target)
      close(path)
    },
    async drop() {
      // Why it is given up is what counts.
      await isRemoved(path)
      close(path)
    },
  }
}

const opened = new Set<string>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function open(path: string): void {
  if (opened.size === 0) {
    for (const signal of signals) process.on(signal, interrupted)
    process.on('exit', removeOwn)
  }
  opened.add(path)
}

function close(path: string): void {
  opened.delete(path)
  if (opened.size > 0) return
  for (const signal of signals) process.off(signal, interrupted)
  process.off('exit', removeOwn)
}

function removeOwn(): void {
  for (const path of opened) {
    rmSync(path, whole)
    close(path)
  }
}

/** Another listener decides what comes next; without one the process ends as it would without us. */
function interrupted(signal: NodeJS.Signals): void {
  removeOwn()
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
}

/** Pids are of one machine, or of one container. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 6)
const named = /\.([0-9a-f]{6})-(\d+)-[0-9a-f]{8}\.tmp$/

const swept = new Set<string>()

/** Once for each folder. */
async function sweep(folder: string): Promise<readonly Left[]> {
  if (swept.has(folder)) return []
  swept.add(folder)
  const names = await readdir(folder).catch(() => [])
  const removed: Left[] = []
  for (const name of names) {
    const path = join(folder, name)
    const bytes = (await abandoned(path))?.size
    const isGone = bytes !== undefined && (await isRemoved(path))
    if (isGone) removed.push({ path, bytes })
  }
  return removed
}

/** Undefined: it is none of ours, or somebody may still be writing it. */
async function abandoned(path: string): Promise<Stats | undefined> {
  const [, where, pid] = named.exec(path) ?? []
  if (pid === undefined || opened.has(path)) return undefined
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  return isAbandoned(found.mtimeMs, where === machine ? Number(pid) : undefined) ? found : undefined
}

async function isRemoved(path: string): Promise<boolean> {
  return await rm(path, whole).then(
    () => true,
    () => false,
  )
}

/** In ms; one that is being written is touched all the time. */
const silence = 86_400_000

/** `pid` is undefined where it cannot be asked: on another machine that has the same folder. */
function isAbandoned(touchedAt: number, pid: number | undefined): boolean {
  if (Date.now() - touchedAt > silence) return true
  if (pid === undefined) return false
  // Its own number: that of the process before it in a container that was started again.
  return pid === process.pid || !isRunning(pid, touchedAt)
}
