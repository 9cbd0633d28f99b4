/** Reads the text of a body, unpacked if it came compressed, and by the character set that it names. */
import { DomainError } from '../../core/errors.ts'

export type BodyLimit = { readonly maxBytes: number; readonly tooLarge: () => DomainError }

/** Kiota clients compress their bodies unless configured otherwise (R22). */
export async function bodyText(request: Request, limit: BodyLimit): Promise<string> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  const type = request.headers.get('content-type') ?? ''
  if (encoding === 'identity' || request.body === null)
    return decoded(Buffer.from(await request.arrayBuffer()), type)
  if (encoding !== 'gzip' && encoding !== 'deflate')
    throw new DomainError(
      'unsupported-encoding',
      `The content encoding '${encoding}' is not known here.`,
    )
  const stream = request.body.pipeThrough(new DecompressionStream(encoding))
  return decoded(await unpacked(stream, limit), type)
}

async function unpacked(
  stream: ReadableStream<Uint8Array>,
  { maxBytes, tooLarge }: BodyLimit,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause
    throw new DomainError('request-invalid', 'The body cannot be unpacked.', { cause })
  }
  return Buffer.concat(chunks)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** As Windows PowerShell writes them if a script says so. */
const labels: ReadonlySet<string> = new Set([
  'iso-8859-1',
  'latin1',
  'windows-1252',
  'us-ascii',
  'utf-16',
  'utf-16le',
  'utf-16be',
])

/** Windows PowerShell 5.1 sends ISO-8859-1 without naming it; replacing its letters would change a group tag silently. */
function decoded(bytes: Buffer, contentType: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase()
  if (charset !== undefined && labels.has(charset)) return new TextDecoder(charset).decode(bytes)
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new DomainError('unsupported-encoding', `The charset '${charset}' is not known here.`)
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    const message =
      'The body is not UTF-8. Send it so, or name its charset: Content-Type: application/json; charset=iso-8859-1.'
    throw new DomainError('request-invalid', message, { cause })
  }
}
