/** Client input, checked against its required shape and against what a database can store. */
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { refuseUnstorable } from '../../core/storable-text.ts'
import { wordsOf } from '../../core/words-of-issue.ts'

type Words = {
  /** What is checked, such as `the query`; `the body` by default. */
  readonly name?: string
  /** The beginning of the message; nothing by default. */
  readonly lead?: string
}

/** Throws a DomainError `request-invalid` that names the first invalid member, or the whole. */
export function checked<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  { name = 'the body', lead = '' }: Words = {},
): z.output<Shape> {
  const verdict = shape.safeParse(value)
  if (verdict.success) {
    refuseUnstorable(verdict.data, name)
    return verdict.data
  }
  const [issue] = verdict.error.issues
  const where = issue?.path.join('.') || name
  const words = issue === undefined ? 'is not as expected' : wordsOf(issue)
  throw new DomainError('request-invalid', `${lead}${where} ${words}.`)
}
