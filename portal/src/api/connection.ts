/** Whether the server answers, and until when it wants to be left alone: what the bars above every page show. */

export type Connection = {
  readonly offlineSince: number | undefined
  /** Milliseconds of this browser's clock; requests wait until then. */
  readonly waitsUntil: number | undefined
  /** They wait because the server cannot do its work now, not because it was asked too much. */
  readonly isBusy: boolean
}

let connection: Connection = { offlineSince: undefined, waitsUntil: undefined, isBusy: false }
const listeners = new Set<() => void>()

function become(next: Partial<Connection>): void {
  connection = { ...connection, ...next }
  for (const listener of listeners) listener()
}

export function currentConnection(): Connection {
  return connection
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function noteAnswered(): void {
  if (connection.offlineSince !== undefined) become({ offlineSince: undefined })
}

export function noteOffline(): void {
  if (connection.offlineSince === undefined) become({ offlineSince: Date.now() })
}

type Wait = { readonly status: number; readonly retryAfter: number | undefined }

/** Rejects with the signal's reason once nobody waits. */
export function waitOut(
  { status, retryAfter: seconds = 5 }: Wait,
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = Math.max(connection.waitsUntil ?? 0, Date.now() + seconds * 1000)
  become({ waitsUntil: until, isBusy: status === 503 })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Another request may wait longer.
      if (connection.waitsUntil === until) become({ waitsUntil: undefined })
      resolve()
    }, seconds * 1000)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
