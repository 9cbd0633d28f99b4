/** Identifiers that identify nothing: the operator's list for the whole installation. */

import { DomainError } from '../../../core/errors.ts'
import { type DenyRow, isDenyPattern } from '../../../core/identity/deny-list.ts'
import type { ListedDenyRow } from '../../../core/identity/listed-deny-row.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { denyAnswer, denyRequest, proposalAnswer } from '../identity/identity-contract.ts'

export type DenyListDeps = {
  readonly denyValues: {
    list(): Promise<readonly ListedDenyRow[]>
    add(row: DenyRow): Promise<void>
    remove(row: DenyRow): Promise<boolean>
    proposals(): Promise<readonly { kind: string; value: string; devices: number }[]>
  }
}

const audit = { category: 'Tenant', resource: 'DenyList' } as const
const route = routesWith<DenyListDeps>()

export const denyListRoutes: readonly Route<DenyListDeps>[] = [
  route({
    method: 'GET',
    path: '/deny-list',
    permission: 'deny-list.write',
    summary: 'Values and patterns that identify no device.',
    answer: listOf(denyAnswer),
    handle: async ({ ports }) => ({ value: await ports.denyValues.list() }),
  }),
  route({
    method: 'GET',
    path: '/deny-list/proposals',
    permission: 'deny-list.write',
    summary:
      'Values that ten devices and more share, the 500 most frequent; none is denied until somebody adds it.',
    answer: listOf(proposalAnswer),
    handle: async ({ ports }) => ({ value: await ports.denyValues.proposals() }),
  }),
  route({
    method: 'POST',
    path: '/deny-list',
    permission: 'deny-list.write',
    audit,
    summary: 'Adds a value or a pattern, or switches a listed one on again.',
    status: 204,
    body: denyRequest,
    handle: ({ ports, body }) => ports.denyValues.add(checked(body as DenyRow)),
  }),
  route({
    method: 'POST',
    path: '/deny-list/remove',
    permission: 'deny-list.write',
    audit: { ...audit, action: 'remove' },
    summary: 'Takes a row away; a row of the default list is switched off.',
    status: 204,
    body: denyRequest,
    handle: async ({ ports, body }) => {
      if (await ports.denyValues.remove(body as DenyRow)) return undefined
      throw new DomainError('not-found', 'There is no such row in the deny list.')
    },
  }),
]

function checked(row: DenyRow): DenyRow {
  if ('pattern' in row && !isDenyPattern(row.pattern)) {
    throw new DomainError(
      'request-invalid',
      'pattern: use letters as they are, ? for any one, # for a digit, [abc] for one of, * for any run; not too general.',
    )
  }
  return row
}
