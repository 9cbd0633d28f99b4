/**
 * JSON answers packed for whoever takes them packed: a list of a hundred devices is a twelfth of its size then.
 *
 * Only what the API says is packed, never an answer that holds tokens: how well those compress would say
 * something about them to whoever can put words of their own beside.
 */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { pathOf } from './path-of.ts'

/** Below this, packing costs more than it saves. Bytes. */
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
  if (response.body === null || response.headers.has('content-encoding') || !isJson(type))
    return response
  response.headers.append('vary', 'Accept-Encoding')
  if (encoding === undefined) return response
  const bytes = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  if (bytes.length < worthwhile) return new Response(bytes, { status: response.status, headers })
  headers.set('content-encoding', encoding)
  return new Response(await packers[encoding](bytes), { status: response.status, headers })
}

function isJson(type: string): boolean {
  return /^application\/json\b/i.test(type)
}

/** The best of ours that the client takes; undefined where it takes none. */
function encodingFor(request: Request): keyof typeof packers | undefined {
  const accepted = request.headers.get('accept-encoding')?.toLowerCase() ?? ''
  return (['br', 'gzip'] as const).find((encoding) => takes(accepted, encoding))
}

/** Whether an Accept-Encoding header, in lower case, takes that encoding. */
export function takes(header: string, encoding: string): boolean {
  return header.split(',').some((each) => {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim())
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
}
