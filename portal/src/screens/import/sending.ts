/**
 * What is being sent. It goes on while other pages of the portal are shown, waits while the server cannot be reached,
 * and is done by one tab at a time.
 */
import { whileUnderway } from '../../act/unsaved.ts'
import { ApiError, Offline } from '../../api/api-error.ts'
import { sendImport } from '../../api/imports.ts'
import { isHeld } from '../../shared-sign.ts'
import { forgetPiece, isUnsent, type Piece } from '../../unsent.ts'

export type Sending = {
  /** Rows. */
  readonly sent: number
  readonly all: number
  /** Stopping: the piece that is on its way is the last one. */
  readonly state: 'sending' | 'waiting' | 'stopping'
}

let current: Sending | undefined
/** Aborted when the person has enough of it. */
let stopping = new AbortController()
const listeners = new Set<() => void>()

function become(next: Sending | undefined): void {
  current = next
  for (const listener of listeners) listener()
}

function change(next: Partial<Sending>): void {
  if (current !== undefined) become({ ...current, ...next })
}

export function currentSending(): Sending | undefined {
  return current
}

export function onSending(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function stopSending(): void {
  stopping.abort()
  change({ state: 'stopping' })
}

/** From the decision to send until all is sent, or until `work` fails. */
export async function whileSending<T>(all: number, work: () => Promise<T>): Promise<T> {
  stopping = new AbortController()
  become({ sent: 0, all, state: 'sending' })
  try {
    return await whileUnderway(work)
  } finally {
    become(undefined)
  }
}

/** Held by the tab that sends. */
const lock = 'tw.sending'

/** Once no tab sends. */
export async function whenNobodySends(
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  await navigator.locks.request(lock, { signal }, work)
}

export const isAnyTabSending = () => isHeld(lock)

/** The imports that they became; fewer than pieces if the person stopped it. */
export async function sendPieces(pieces: readonly Piece[]): Promise<readonly string[]> {
  return await navigator.locks.request(lock, async () => {
    const made: string[] = []
    for (const piece of pieces) {
      if (stopping.signal.aborted) break
      const importId = await delivered(piece)
      if (importId !== undefined) made.push(importId)
    }
    return made
  })
}

/** Undefined if another tab has sent or discarded it, or the person stopped it before it arrived. */
async function delivered(piece: Piece): Promise<string | undefined> {
  const importId = (await isUnsent(piece)) ? await sent(piece) : undefined
  if (importId !== undefined) await forgetPiece(piece)
  if (!stopping.signal.aborted) change({ sent: (current?.sent ?? 0) + piece.count })
  return importId
}

/** Seconds from one attempt to the next. */
const waits = { first: 1, longest: 15 }

/** Undefined if the person stopped it while the server could not be reached. */
async function sent({ body, key }: Piece): Promise<string | undefined> {
  for (let wait = waits.first; ; wait = Math.min(2 * wait, waits.longest)) {
    try {
      return (await sendImport(body, key)).importId
    } catch (error) {
      if (!isPassing(error)) throw error
    }
    if (stopping.signal.aborted) return undefined
    change({ state: 'waiting' })
    await pause(wait)
    if (stopping.signal.aborted) return undefined
    change({ state: 'sending' })
  }
}

/** The server is being started again, or the way to it is cut. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof Offline ||
    (error instanceof ApiError && [502, 503, 504].includes(error.status))
  )
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000)
    stopping.signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
