/** Reading request bodies: JSON, checked against the contract, with messages that name the member. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import type { RequestEnv } from '../http/request-context.ts'

export async function readBody<Shape extends z.ZodType>(
  c: Context<RequestEnv>,
  shape: Shape,
): Promise<z.output<Shape>> {
  const parsed = shape.safeParse(await json(c))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the body'
  throw new DomainError(
    'request-invalid',
    `Invalid request: ${where}: ${issue?.message ?? 'not as expected'}.`,
  )
}

async function json(c: Context<RequestEnv>): Promise<unknown> {
  const text = await c.req.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DomainError('request-invalid', 'The body is not valid JSON.', { cause })
  }
}
