/** What a surface may know about the connection of a request. */
export type Connection = {
  /** The other end's IP address; absent = unknown, and then nobody counts as local. */
  readonly address?: string
  /** Closes it at once, in the middle of whatever is being sent. */
  drop(): void
}
