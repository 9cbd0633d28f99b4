/**
 * Rows that somebody has decided to send and that the server has not acknowledged yet, so that a reload or a crash of
 * the browser loses none. Hashes are personal data: they go when they are acknowledged, at sign-out, and after a day.
 */

export type Piece = {
  /** Also the idempotency key, so that a piece that arrived is not registered twice. */
  readonly key: string
  /** Who sends it, and into which organization. */
  readonly owner: string
  readonly label: string
  /** Of its rows. */
  readonly count: number
  /** The request as it is sent; where it is kept, on the disk and not in memory. */
  readonly body: Blob
  readonly at: number
}

const keptFor = 24 * 3_600_000

/** All of them or none: with some, a person would take the rest for sent. */
export async function keepPieces(list: readonly Piece[]): Promise<void> {
  await within('readwrite', (pieces) => list.map((each) => pieces.put(each)))
}

/** False if it was sent or discarded elsewhere; true where the browser keeps nothing. */
export async function isUnsent({ key }: Piece): Promise<boolean> {
  try {
    const [found] = await within<number>('readonly', (pieces) => [pieces.count(key)])
    return found !== 0
  } catch {
    return true
  }
}

export async function forgetPiece({ key }: Piece): Promise<void> {
  await within('readwrite', (pieces) => [pieces.delete(key)]).catch(() => undefined)
}

/** Forgets them all; does nothing where the browser keeps nothing. */
export async function forgetPieces(): Promise<void> {
  await within('readwrite', (pieces) => [pieces.clear()]).catch(() => undefined)
}

/** In the order in which they were to be sent; what is too old goes. Empty where the browser keeps nothing. */
export async function unsentOf(owner: string): Promise<readonly Piece[]> {
  try {
    const [all = []] = await within<readonly Piece[]>('readonly', (pieces) => [pieces.getAll()])
    const old = all.filter(({ at }) => at < Date.now() - keptFor)
    for (const each of old) await forgetPiece(each)
    return all
      .filter((piece) => piece.owner === owner && !old.includes(piece))
      .toSorted((a, b) => a.at - b.at || a.label.localeCompare(b.label, 'en', { numeric: true }))
  } catch {
    return []
  }
}

const storeName = 'pieces'
/** 2: whole requests instead of rows. */
const version = 2

/** Resolves to what was asked for when it is written to the end. */
async function within<T>(
  mode: IDBTransactionMode,
  ask: (pieces: IDBObjectStore) => readonly IDBRequest[],
): Promise<readonly T[]> {
  const database = await opened()
  try {
    const transaction = database.transaction(storeName, mode)
    const requests = ask(transaction.objectStore(storeName))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    return requests.map(({ result }) => result as T)
  } finally {
    database.close()
  }
}

function opened(): Promise<IDBDatabase> {
  const opening = indexedDB.open('tw.unsent', version)
  opening.onupgradeneeded = () => {
    const { result } = opening
    if (result.objectStoreNames.contains(storeName)) result.deleteObjectStore(storeName)
    result.createObjectStore(storeName, { keyPath: 'key' })
  }
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
}
