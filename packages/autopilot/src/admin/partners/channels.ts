/** The channels of partners, and files judged by their rules. */

/** What a file is, judged by the rules of a channel. */
export type ChannelFileCheck = {
  readonly rows: number
  readonly state: 'live' | 'retired'
  /** The channel that took the place of a retired one. */
  readonly successor: string | null
  readonly findings: readonly ChannelFileFinding[]
}

export type ChannelFileFinding = {
  /** 0: the file as a whole. */
  readonly line: number
  readonly column: number | null
  readonly severity: 'error' | 'warning' | 'info'
  readonly code: string
  readonly message: string
  readonly fix: string | null
  /** How many rows the channel takes, where there are more. */
  readonly limit?: number | undefined
}

export type ChannelSummary = {
  readonly key: string
  readonly title: string
  readonly state: 'live' | 'retired'
  readonly maxDevices: number | null
  readonly identifiers: readonly string[]
  readonly groupTag: string
  readonly assignsUsers: boolean
  readonly profiles: string
  readonly columns: readonly string[]
  readonly successor: string | null
}
