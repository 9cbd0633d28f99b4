/** What the customer's side of partners needs, and a request of a partner as the customer sees it. */
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Batches } from '../../../core/partners/batch.ts'
import type { DecideDeps } from '../../../core/partners/decide-relationship.ts'
import type { RelationshipRequest } from '../../../core/partners/relationship.ts'
import { presentRequest } from './present-partner.ts'

export type ConsentRouteDeps = DecideDeps & {
  readonly access: Pick<Access, 'hasWhole'>
  readonly batches: Batches
  /** Names of people who may grant a consent: a few of them. */
  readonly deciders: (tenantId: TenantId) => Promise<readonly string[]>
}

export async function forCustomer(
  { partners, access, deciders }: ConsentRouteDeps,
  caller: Caller,
  request: RelationshipRequest,
) {
  return {
    ...(await presentRequest(partners, request)),
    mayDecide: caller.kind === 'user' && (await access.hasWhole(caller, 'consents.grant')),
    deciders: await deciders(caller.tenantId),
  }
}
