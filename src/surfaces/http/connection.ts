/**
 * What is known about the connection of a request. Only the listener knows; it is stored here, and rate limits, the audit
 * trail and proofs by certificate read it here, so that no header of a client can forge it.
 */
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

const connections = new WeakMap<Request, Connection>()

export function rememberConnection(request: Request, connection: Connection | undefined): void {
  if (connection !== undefined) connections.set(request, connection)
}

/** Of a request that is made from another one, or takes its place. */
export function passConnection(from: Request, to: Request): void {
  rememberConnection(to, connections.get(from))
}

/** Text such as `192.0.2.7`; `unknown` for a request without a connection. */
export function addressOf(request: Request): string {
  return connections.get(request)?.address ?? 'unknown'
}

/** DER. Its key was proved, and nothing else about it. */
export function clientCertificateOf(request: Request): Buffer | undefined {
  return connections.get(request)?.clientCertificate
}

/** Undefined: the connection's listener does not serve that surface. */
export function servedBy<S extends { readonly name: string }>(
  connection: Pick<Connection, 'serves'> | undefined,
  surface: S | undefined,
): S | undefined {
  const only = connection?.serves
  return only === undefined || only.includes(surface?.name ?? '') ? surface : undefined
}
