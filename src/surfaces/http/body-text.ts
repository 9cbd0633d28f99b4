/** Reads the text of a body, unpacked if it came compressed. */
import { DomainError } from '../../core/errors.ts'

export type BodyLimit = { readonly maxBytes: number; readonly tooLarge: () => DomainError }

/** Kiota clients compress their bodies unless configured otherwise (R22). */
export async function bodyText(request: Request, limit: BodyLimit): Promise<string> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || request.body === null) return await request.text()
  if (encoding !== 'gzip' && encoding !== 'deflate')
    throw new DomainError(
      'unsupported-encoding',
      `The content encoding '${encoding}' is not known here.`,
    )
  return await unpacked(request.body.pipeThrough(new DecompressionStream(encoding)), limit)
}

async function unpacked(
  stream: ReadableStream<Uint8Array>,
  { maxBytes, tooLarge }: BodyLimit,
): Promise<string> {
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
  return Buffer.concat(chunks).toString('utf8')
}
