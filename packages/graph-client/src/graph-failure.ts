/** What a failing answer of Graph, or of a token endpoint, means. */
import type { GraphErrorBody } from 'taxiway-autopilot'
import type { Answer } from './answer.ts'
import { GraphError, NoResponseError, type RequestError } from './errors.ts'
import { retryAfter } from './retry-after.ts'

type GraphWords = Partial<GraphErrorBody['error']>

/** Graph puts an object into `error`, a token endpoint a name. */
type ErrorBody = {
  readonly error?: GraphWords | string
  readonly error_description?: string
  /** Gateways and older services of Microsoft say it so (observed). */
  readonly 'odata.error'?: {
    readonly code?: string
    readonly message?: { readonly value?: string }
  }
}

export function graphFailure({ status, url, headers, text }: Answer): RequestError {
  const error = wordsOf(parsed(text))
  const requestId = error?.innerError?.['request-id'] ?? headers.get('request-id')
  const said = [error?.code, readable(error?.message ?? '')].filter(Boolean).join(': ')
  const where = requestId ? ` (request-id ${requestId})` : ''
  const message = `${new URL(url).origin} answered ${status}${said ? ` ${said}` : ''}${where}.`
  if ([500, 502, 504].includes(status))
    return new NoResponseError(message, { url, status, mayStillArrive: status !== 500 })
  const wait = retryAfter(headers.get('retry-after'))
  const seconds = wait === undefined ? undefined : Math.ceil(wait / 1000)
  return new GraphError(message, { url, status, code: error?.code, retryAfter: seconds })
}

/** Of a token endpoint's description the first sentence; the rest is general advice and ids. */
function wordsOf({
  error,
  error_description: description,
  'odata.error': older,
}: ErrorBody): GraphWords | undefined {
  if (older?.code !== undefined) return { code: older.code, message: older.message?.value ?? '' }
  if (typeof error !== 'string') return error
  return { code: error, message: description?.split(/\.\s/)[0] ?? '' }
}

/** Intune puts a JSON text into `message`; its `Message` is the sentence (observed). */
function readable(message: string): string {
  try {
    const { Message } = JSON.parse(message)
    return typeof Message === 'string' ? (Message.split(' - Operation ID')[0] ?? Message) : message
  } catch {
    return message.replace(/\.$/, '')
  }
}

function parsed(text: string): ErrorBody {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}
