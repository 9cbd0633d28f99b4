/** What a client sent, checked against the shape that it must have and against what a database can keep. */
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { refuseUnstorable } from '../../core/storable-text.ts'
import { wordsOf } from '../../core/words-of-issue.ts'

type Words = {
  /** What is checked, such as `the query`; `the body` when absent. */
  readonly name?: string
  /** What the message begins with; nothing when absent. */
  readonly lead?: string
}

/** Throws a DomainError `request-invalid` that names the first member that is wrong, or the whole. */
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
