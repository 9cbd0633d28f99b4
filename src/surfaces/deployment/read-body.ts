/** The body of a device's request: small, JSON, uncompressed; checked in this order, before anything else. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { checked } from '../http/checked.ts'
import type { RequestEnv } from '../http/request-context.ts'

const maxBody = 16 * 1024

export async function readDeviceBody<Shape extends z.ZodType>(
  c: Context<RequestEnv>,
  shape: Shape,
): Promise<z.output<Shape>> {
  const text = await limitedText(c.req.raw)
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  const encoding = c.req.header('content-encoding')?.toLowerCase() ?? 'identity'
  if (type !== 'application/json' || encoding !== 'identity')
    throw new DomainError('unsupported-encoding', 'The body must be JSON, and not compressed.')
  return checked(shape, parsed(text))
}

async function limitedText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBody) throw tooLarge()
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of request.body ?? []) {
    length += piece.length
    if (length > maxBody) throw tooLarge()
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DomainError('request-invalid', 'The body is not valid JSON.', { cause })
  }
}

function tooLarge(): DomainError {
  return new DomainError('too-large', `The body is larger than ${maxBody / 1024} KiB.`)
}
