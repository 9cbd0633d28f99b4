/** An answer that refuses, or that never came, in the one form that screens know. */

export type Refusal = {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly requestId: string | undefined
  /** Seconds. */
  readonly retryAfter?: number | undefined
  /** What is there now, where somebody else was faster. */
  readonly current?: unknown
}

export class ApiError extends Error implements Refusal {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly retryAfter: number | undefined
  readonly current: unknown

  constructor({ status, code, message, requestId, retryAfter, current }: Refusal) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.requestId = requestId
    this.retryAfter = retryAfter
    this.current = current
  }

  /** The same would be done after a sign-in with a fresh factor. */
  get needsFreshFactor(): boolean {
    return this.status === 403 && /max_age=\d+/.test(this.message)
  }
}

/** The server could not be reached. */
export class Offline extends Error {
  override readonly name = 'Offline'
}

type ErrorBody = {
  readonly error?: {
    readonly code?: string
    readonly message?: string | { readonly value?: string }
    readonly requestId?: string
    readonly innerError?: { readonly 'request-id'?: string }
    readonly current?: unknown
  }
}

export async function refusalOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as ErrorBody
  const {
    code = String(response.status),
    message,
    requestId,
    innerError,
    current,
  } = body.error ?? {}
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError({
    status: response.status,
    code,
    message: (typeof message === 'string' ? message : message?.value) ?? response.statusText,
    requestId:
      requestId ?? innerError?.['request-id'] ?? response.headers.get('request-id') ?? undefined,
    current,
    ...(Number.isFinite(retryAfter) && { retryAfter }),
  })
}
