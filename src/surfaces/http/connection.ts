/** What a surface may know about the connection of a request. */
export type Connection = {
  /** The other end's IP address; absent = unknown, and then nobody counts as local. */
  readonly address?: string
  /**
   * The client's certificate, DER. TLS has seen that the client has its key, and nothing else: who issued it and for
   * what is for the surface to judge. Absent: none was sent, or the listener asks for none.
   */
  readonly clientCertificate?: Buffer
  /** The names of the surfaces that this listener serves; absent: all. */
  readonly serves?: readonly string[]
  /** Closes it at once, in the middle of whatever is being sent. */
  drop(): void
}

/** Undefined: the connection's listener does not serve that surface. */
export function servedBy<S extends { readonly name: string }>(
  connection: Pick<Connection, 'serves'> | undefined,
  surface: S | undefined,
): S | undefined {
  const only = connection?.serves
  return only === undefined || only.includes(surface?.name ?? '') ? surface : undefined
}
