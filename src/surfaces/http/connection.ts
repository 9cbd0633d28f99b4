/** What a surface may know of the connection below a request. */
export type Connection = {
  /** The other end's IP address; absent = unknown, and then nobody may be taken for local. */
  readonly address?: string
  /** Closes it at once, in the middle of whatever is being said. */
  drop(): void
}
