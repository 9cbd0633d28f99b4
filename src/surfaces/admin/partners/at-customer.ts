/** How a partner's people and programs act at a customer here: under its consent, and in the trails of both. */
import type { PartnerCaller } from '../../../core/access/caller.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import { type AuditEntry, actorOf } from '../../../core/audit/audit.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { type ActDeps, asPartnerAt, holdConsent } from '../../../core/partners/act-at-customer.ts'
import type { Consents } from '../../../core/partners/consent.ts'
import type { Partners } from '../../../core/partners/partner.ts'
import type { Answer, Input } from '../../http/route.ts'

export type AtCustomerDeps = ActDeps & {
  readonly partners: Pick<Partners, 'find'>
  readonly consents: Pick<Consents, 'inForce' | 'hold'>
  /** Writes to the customer's trail what the partner did there. */
  readonly recordFor: (customerId: TenantId, entry: AuditEntry) => Promise<void>
}

type There<Ports, Body, Query> = Omit<Input<Ports, Body, Query>, 'caller'> & {
  readonly caller: PartnerCaller
}

/** A customer that has not consented is as unknown as one that does not exist. */
export function readingAt<Ports extends AtCustomerDeps, Body, Query>(
  permission: Permission,
  handle: (input: There<Ports, Body, Query>) => Promise<Answer>,
): (input: Input<Ports, Body, Query>) => Promise<Answer> {
  return async (input) => await handle({ ...input, caller: await partnerThere(input, permission) })
}

type Done = {
  readonly answer: Answer
  readonly resources: readonly { readonly id: string; readonly name?: string }[]
}

type Change = {
  readonly permission: Permission
  readonly operation: AuditEntry['operation']
  /** The kind of thing that it changes. */
  readonly type: string
}

export function changingAt<Ports extends AtCustomerDeps, Body, Query>(
  { permission, operation, type }: Change,
  handle: (input: There<Ports, Body, Query>) => Promise<Done>,
): (input: Input<Ports, Body, Query>) => Promise<Answer> {
  return async (input) => {
    const caller = await partnerThere(input, permission)
    await holdConsent(input.ports.consents, caller, permission)
    const { answer, resources } = await handle({ ...input, caller })
    await input.ports.recordFor(caller.tenantId, {
      category: 'Enrollment',
      activity: `${operation} ${type}`,
      operation,
      result: 'Success',
      actor: actorOf(caller),
      correlationId: resources[0]?.id ?? caller.partnerTenantId,
      resources: resources.map((each) => ({ type, ...each })),
    })
    return answer
  }
}

async function partnerThere<Ports extends AtCustomerDeps>(
  { ports, caller, parameter }: Input<Ports>,
  permission: Permission,
): Promise<PartnerCaller> {
  const customerId = parameter('customer', ids.tenant)
  const isMember = caller.kind === 'user' || caller.kind === 'application'
  const partner = isMember ? await ports.partners.find(caller.tenantId) : undefined
  if (partner?.status === 'suspended')
    throw new DomainError('not-permitted', 'This partner is suspended by the operator.')
  const there =
    isMember && partner?.kind.startsWith('csp') === true
      ? await asPartnerAt(ports, caller, customerId)
      : undefined
  if (there === undefined)
    throw new DomainError('not-found', `No customer '${customerId}' lets you act for it.`)
  if (!there.permissions.includes(permission))
    throw new DomainError(
      'not-permitted',
      'The customer has not allowed this. Ask it for a relationship that does.',
    )
  return there
}
