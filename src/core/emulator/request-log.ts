/** What clients asked, for tests to look at. Bodies are kept without hardware hashes and secrets. */
export type LoggedRequest = {
  /** Grows with each request. */
  readonly id: number
  /** Real time. */
  readonly time: Date
  readonly method: string
  readonly path: string
  /** With its question mark, empty where there is none. Without secrets. */
  readonly query: string
  /** Null = the connection was dropped. */
  readonly status: number | null
  /** The client's own name for itself, from User-Agent; empty where it gave none. */
  readonly client: string
  /** Null = none was sent. */
  readonly body: string | null
  /** The fault that was played; null = none. */
  readonly faultId: number | null
  readonly milliseconds: number
}

export type RequestLog = {
  add(request: Omit<LoggedRequest, 'id'>): Promise<void>
  /** Oldest first, of the latest few thousand; `since` is an id or a time, and absent for all. */
  list(since?: number | Date): Promise<readonly LoggedRequest[]>
}
