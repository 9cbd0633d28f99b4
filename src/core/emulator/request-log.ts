/** A log of requests, for tests. Bodies are stored without hardware hashes and secrets. */
export type LoggedRequest = {
  /** Grows with each request. */
  readonly id: number
  /** Real time. */
  readonly time: Date
  readonly method: string
  readonly path: string
  /** Including the question mark; empty if there is none. Without secrets. */
  readonly query: string
  /** Null = the connection was dropped. */
  readonly status: number | null
  /** The client's User-Agent; empty if it sent none. */
  readonly client: string
  /** Null = none was sent. */
  readonly body: string | null
  /** The fault that was applied; null = none. */
  readonly faultId: number | null
  readonly milliseconds: number
}

export type RequestLog = {
  add(request: Omit<LoggedRequest, 'id'>): Promise<void>
  /** Oldest first, of the latest few thousand; `since` is an id or a time; absent = all. */
  list(since?: number | Date): Promise<readonly LoggedRequest[]>
}
