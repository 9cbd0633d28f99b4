/** Everything that can go wrong with a request. Messages say what and where; what to do about it, the caller knows. */

/** A request that did not succeed. */
export class RequestError extends Error {
  readonly url: string

  constructor(message: string, { url, cause }: { readonly url: string; readonly cause?: unknown }) {
    super(message, { cause })
    this.name = new.target.name
    this.url = url
  }
}

type Refused = {
  readonly url: string
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: number | undefined
}

/** The server answered with a failure: the request was not carried out. */
export class GraphError extends RequestError {
  readonly status: number
  /** Graph's own name of the error; undefined when the answer has none. */
  readonly code: string | undefined
  /** Seconds until a retry is useful; undefined if the response does not say. */
  readonly retryAfter: number | undefined

  constructor(message: string, { url, status, code, retryAfter }: Refused) {
    super(message, { url })
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

type Silent = {
  readonly url: string
  readonly mayStillArrive: boolean
  readonly status?: number
  readonly cause?: unknown
}

/** No answer came, or none that is clear: whether the request was carried out is unknown. */
export class NoResponseError extends RequestError {
  /** Whether it may be carried out even now, so that asking the server would be too early. */
  readonly mayStillArrive: boolean
  /** Of the unclear answer; undefined when none came. */
  readonly status: number | undefined

  constructor(message: string, { mayStillArrive, status, ...of }: Silent) {
    super(message, of)
    this.mayStillArrive = mayStillArrive
    this.status = status
  }
}

/** Why there was no connection, as far as the runtime says. */
export type ConnectionFault =
  | 'refused'
  | 'untrusted'
  | 'other-name'
  | 'not-valid-today'
  | 'unknown-host'
  | 'no-https'
  | 'redirected'

type Unconnected = {
  readonly url: string
  readonly fault: ConnectionFault
  readonly cause: unknown
}

/** There was no connection to send the request by. */
export class ConnectionError extends RequestError {
  readonly fault: ConnectionFault

  constructor(message: string, { fault, ...of }: Unconnected) {
    super(message, of)
    this.fault = fault
  }
}

/** `not-json`, success with an error inside, a page that leads back to itself, or one that leads to another server. */
export type UnexpectedAnswer = 'not-json' | 'error-inside' | 'page-repeated' | 'page-elsewhere'

/** The server answered, but not as Graph does. */
export class UnexpectedAnswerError extends RequestError {
  readonly kind: UnexpectedAnswer

  constructor(
    message: string,
    {
      kind,
      ...of
    }: { readonly url: string; readonly kind: UnexpectedAnswer; readonly cause?: unknown },
  ) {
    super(message, of)
    this.kind = kind
  }
}
