/** Ids of objects in bodies: as they are, and at the end of `@odata.id` and `…@odata.bind`, whatever the host. */
import { DomainError } from '../../../core/errors.ts'
import { parseUuid } from '../../../core/uuid.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'

/** Of an address or, but for strict, a bare id. [observed: msgraph-sdk-dotnet#1846] */
export function objectIdIn(address: string, fidelity: Fidelity): string {
  if (fidelity === 'strict' && !address.includes('/'))
    throw new DomainError('request-invalid', 'Invalid URL format specified in payload.')
  const id = parseUuid(/([0-9a-f-]{36})'?\)?\/?$/i.exec(address)?.[1] ?? '')
  if (id === undefined) throw notThere(address)
  return id
}

/** In canonical form. */
export function objectId(text: string): string {
  const id = parseUuid(text)
  if (id === undefined)
    throw new DomainError('request-invalid', `Invalid object identifier '${text}'.`)
  return id
}

export function notThere(what: string): DomainError {
  return new DomainError(
    'not-found',
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  )
}
