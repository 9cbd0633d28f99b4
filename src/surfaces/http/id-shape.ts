/** An id in a body or a query: in canonical form from the moment it is read. */
import { z } from 'zod'
import type { IdKind } from '../../core/id-kinds.ts'

export function idShape<Id>({ what, parse }: IdKind<Id>) {
  return z.string().transform((text, context): Id => {
    const id = parse(text)
    if (id !== undefined) return id
    context.addIssue({ code: 'custom', message: `can be the id of no ${what}` })
    return z.NEVER
  })
}
