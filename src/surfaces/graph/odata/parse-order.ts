/** OData `$orderby` → the domain's order. */
import { DomainError } from '../../../core/errors.ts'
import type { Order } from '../../../core/query.ts'
import type { Askable } from '../../http/odata/askable.ts'

/** Each further key makes paging more expensive; no client was seen to use more than two. */
const maxOrders = 5

export function parseOrder<Field extends string>(
  source: string,
  { fields, types }: Askable<Field>,
): readonly Order<Field>[] {
  const parts = source.split(',').map((part) => part.trim().split(/[ \t]+/))
  if (parts.length > maxOrders) throw refusal(`more than ${maxOrders} properties`)
  return parts.map(([property = '', direction = 'asc', ...rest]) => {
    const name = property.toLowerCase()
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined || types[field] === 'texts')
      throw refusal(`'${property}' is not a property that can be ordered by`)
    const way = direction.toLowerCase()
    if ((way !== 'asc' && way !== 'desc') || rest.length > 0)
      throw refusal(`asc or desc is expected instead of '${[direction, ...rest].join(' ')}'`)
    return { field, descending: way === 'desc' }
  })
}

function refusal(what: string): DomainError {
  return new DomainError('request-invalid', `Invalid $orderby: ${what}.`)
}
