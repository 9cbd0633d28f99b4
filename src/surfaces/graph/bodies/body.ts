/** Reads request bodies: decompressed, parsed as leniently as Graph does, checked against the contract. */
import type { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { bodyText } from '../../http/body-text.ts'
import { checked } from '../../http/checked.ts'
import { refuseRepeats } from '../../http/json-of.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { JsonFault, parseLenientJson } from '../odata/lenient-json.ts'
import { unread } from '../unread.ts'
import { refuseMembers, withKnownMembers } from './known-members.ts'

/** 5,000 hashes of 4,000 characters with room for the rest; compressed or not. Bytes. */
export const maxBody = 32 * 1024 * 1024

/** Members match in any case; whether unknown ones are refused depends on the fidelity. */
export function bodyReader(fidelity: Fidelity) {
  return async <Shape extends z.ZodType>(
    request: Request,
    shape: Shape,
  ): Promise<z.output<Shape>> => {
    const text = await bodyText(request, limit)
    const given = isOptional(shape) && text.trim() === '' ? undefined : parse(text)
    return checked(shape, withKnownMembers(shape, given, fidelity), { lead: 'Invalid request: ' })
  }
}

/** Reads what comes with a request that takes nothing: most clients send nothing, some `{}`. */
export async function readNoBody(request: Request): Promise<void> {
  const text = await bodyText(request, limit)
  if (text.trim() !== '') refuseMembers(parse(text))
}

function isOptional(shape: z.ZodType): boolean {
  return shape.safeParse(undefined).success
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    refuseRepeats(text)
    return value
  } catch (error) {
    if (error instanceof DomainError) throw unread(error.message, error)
    return parseLeniently(text)
  }
}

function parseLeniently(text: string): unknown {
  try {
    return parseLenientJson(text)
  } catch (cause) {
    if (!(cause instanceof JsonFault)) throw cause
    const message = `The body is not valid JSON: ${cause.message} at character ${cause.at}.`
    throw unread(message, cause)
  }
}

const limit = { maxBytes: maxBody, tooLarge }

export function tooLarge(): DomainError {
  return new DomainError('too-large', `The body is larger than ${maxBody / 1024 / 1024} MiB.`)
}
