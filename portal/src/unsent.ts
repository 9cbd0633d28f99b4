/**
 * Rows that somebody has decided to send and that the server has not acknowledged yet, so that a reload or a crash of
 * the browser loses none. Hashes are personal data: they go when they are acknowledged, at sign-out, and after a day.
 */
import type { ImportRow } from 'taxiway-autopilot/admin'

export type Piece = {
  /** Also the idempotency key, so that a piece that arrived is not registered twice. */
  readonly key: string
  /** Who sends it, and into which organization. */
  readonly owner: string
  readonly label: string
  readonly rows: readonly ImportRow[]
  readonly at: number
}

/** A piece without its rows. */
export type Unsent = Pick<Piece, 'key' | 'label'> & { readonly count: number }

const keptFor = 24 * 3_600_000

export async function keepPiece(piece: Piece): Promise<void> {
  await within('readwrite', (pieces) => pieces.put(piece))
}

export async function pieceOf(key: string): Promise<Piece | undefined> {
  return await within<Piece | undefined>('readonly', (pieces) => pieces.get(key))
}

export async function forgetPiece(key: string): Promise<void> {
  await within('readwrite', (pieces) => pieces.delete(key))
}

/** Of nobody any more; nothing where the browser keeps nothing. */
export async function forgetPieces(): Promise<void> {
  await within('readwrite', (pieces) => pieces.clear()).catch(() => undefined)
}

/** In the order in which they were to be sent; what is too old goes. Empty where the browser keeps nothing. */
export async function unsentOf(owner: string): Promise<readonly Unsent[]> {
  try {
    const all = await within<readonly Piece[]>('readonly', (pieces) => pieces.getAll())
    const old = all.filter(({ at }) => at < Date.now() - keptFor)
    for (const { key } of old) await forgetPiece(key)
    return all
      .filter((piece) => piece.owner === owner && !old.includes(piece))
      .toSorted((a, b) => a.at - b.at)
      .map(({ key, label, rows }) => ({ key, label, count: rows.length }))
  } catch {
    return []
  }
}

const storeName = 'pieces'

async function within<T>(
  mode: IDBTransactionMode,
  ask: (pieces: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const opening = indexedDB.open('tw.unsent', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { keyPath: 'key' })
  const database = await answered<IDBDatabase>(opening)
  try {
    return await answered<T>(ask(database.transaction(storeName, mode).objectStore(storeName)))
  } finally {
    database.close()
  }
}

function answered<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T)
    request.onerror = () => reject(request.error)
  })
}
