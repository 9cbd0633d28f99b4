/**
 * Compresses JSON answers for clients that accept it: a list of a hundred devices shrinks to a twelfth.
 *
 * Only API answers are compressed, never an answer with tokens: its size would leak information to anyone who can
 * inject text next to them.
 */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { pathOf } from './path-of.ts'

/** Below this, compression costs more than it saves. Bytes. */
const worthwhile = 1_024

const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }
const packers = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, quickly),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 2 }),
} as const

const packable = /^\/(v1\.0|beta|admin)\//i

export async function packed(request: Request, response: Response): Promise<Response> {
  if (!packable.test(pathOf(request))) return response
  const encoding = encodingFor(request)
  const type = response.headers.get('content-type') ?? ''
  if (response.headers.has('content-encoding') || !isJson(type)) return response
  response.headers.append('vary', 'Accept-Encoding')
  // To ask for the body last: as long as nobody has, the adapter writes the text that it was made from, at once.
  if (encoding === undefined || response.body === null) return response
  const bytes = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  if (bytes.length < worthwhile) return new Response(bytes, { status: response.status, headers })
  headers.set('content-encoding', encoding)
  // Packed, the same thing has other bytes: only a weak validator may say that it is the same (RFC 9110, 8.8.1).
  const etag = headers.get('etag')
  if (etag?.startsWith('"') === true) headers.set('etag', `W/${etag}`)
  return new Response(await packers[encoding](bytes), { status: response.status, headers })
}

function isJson(type: string): boolean {
  return /^application\/json\b/i.test(type)
}

/** The best of our encodings that the client accepts; undefined if it accepts none. */
function encodingFor(request: Request): keyof typeof packers | undefined {
  const accepted = request.headers.get('accept-encoding')?.toLowerCase() ?? ''
  return (['br', 'gzip'] as const).find((encoding) => takes(accepted, encoding))
}

/** Whether an Accept-Encoding header, in lower case, accepts that encoding. */
export function takes(header: string, encoding: string): boolean {
  return header.split(',').some((each) => {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim())
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
}
