/** Identity: conflicts for a person to decide, dry runs, histories, and the deny list. */

import { nameOfCaller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import type { Conflicts } from '../../../core/conflicts/conflict.ts'
import { decideConflict } from '../../../core/conflicts/decide-conflict.ts'
import { type Lookup, matchHash } from '../../../core/conflicts/match-hash.ts'
import { deviceNotFound } from '../../../core/devices/device.ts'
import type { DeviceHistories } from '../../../core/devices/history.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { Examiner } from '../../../core/imports/examine-row.ts'
import { hashBytesOf } from '../../../core/imports/hash-text.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import {
  conflictAnswer,
  conflictPage,
  conflictQuery,
  decisionRequest,
  historyAnswer,
  matchAnswer,
  matchRequest,
} from './identity-contract.ts'
import { presentConflict, presentHistory, presentMatch } from './present-identity.ts'

export type IdentityRouteDeps = {
  readonly access: Access
  readonly conflicts: Conflicts
  readonly histories: DeviceHistories
  readonly lookup: Lookup
  readonly examiner: () => Promise<Examiner>
}

const route = routesWith<IdentityRouteDeps>()

/** Operators of the installation may see all tenants, and decide between them. */
function isOperator({ ports, caller }: Input<IdentityRouteDeps>): Promise<boolean> {
  return ports.access.hasWhole(caller, 'tenants.write')
}

const conflictRoutes: readonly Route<IdentityRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/conflicts',
    permission: 'identity.read',
    summary: 'Rows of imports that a person has to decide, and devices that look related.',
    query: conflictQuery,
    answer: conflictPage,
    handle: async (input) => {
      const { ports, caller, query } = input
      const { rows, next } = await ports.conflicts.list(caller.tenantId, query)
      const knowsAll = await isOperator(input)
      const value = rows.map((conflict) => presentConflict(conflict, knowsAll))
      return { value, next: next ?? null }
    },
  }),
  route({
    method: 'GET',
    path: '/conflicts/:id',
    permission: 'identity.read',
    summary: 'One of them.',
    answer: conflictAnswer,
    handle: async (input) => {
      const { ports, caller, parameter } = input
      const id = parameter('id', ids.conflict)
      const conflict = await ports.conflicts.find(caller.tenantId, id)
      if (conflict === undefined) throw new DomainError('not-found', 'There is no such conflict.')
      return presentConflict(conflict, await isOperator(input))
    },
  }),
  route({
    method: 'GET',
    path: '/conflicts/:id/evidence',
    permission: 'identity.read',
    summary:
      "What agrees and what differs between the imported row and the tenant's own devices, field by field.",
    answer: matchAnswer,
    handle: async ({ ports, caller: { tenantId }, parameter }) => {
      const id = parameter('id', ids.conflict)
      const hardwareHash = await ports.conflicts.hashOf(tenantId, id)
      if (hardwareHash === undefined)
        throw new DomainError(
          'not-found',
          'There is no such conflict, or the hash of its row is no longer stored.',
        )
      const examiner = await ports.examiner()
      return presentMatch(await matchHash(ports.lookup, examiner, { tenantId, hardwareHash }))
    },
  }),
  route({
    method: 'POST',
    path: '/conflicts/:id/decide',
    permission: 'identity.decide',
    audit: { category: 'Device', resource: 'IdentityConflict', action: 'decide' },
    summary:
      'Decides it: the same device, a different one, or rejected. The imported device follows.',
    body: decisionRequest,
    answer: conflictAnswer,
    handle: async (input) => {
      const { ports, caller, parameter, body } = input
      const id = parameter('id', ids.conflict)
      const mayDecideCrossTenant = await isOperator(input)
      await decideConflict(ports.conflicts, await ports.examiner(), {
        tenantId: caller.tenantId,
        id,
        state: body.decision === 'reject' ? 'rejected' : body.decision,
        deviceId: body.deviceId,
        by: nameOfCaller(caller),
        mayDecideCrossTenant,
      })
      const decided = await ports.conflicts.find(caller.tenantId, id)
      return decided && presentConflict(decided, mayDecideCrossTenant)
    },
  }),
]

const lookUpRoutes: readonly Route<IdentityRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/match',
    permission: 'identity.read',
    summary: "A dry run: which of the tenant's devices this hash is, and why. Nothing is changed.",
    body: matchRequest,
    answer: matchAnswer,
    handle: async ({ ports, caller, body }) => {
      const hardwareHash = hashBytesOf(body.hardwareIdentifier)
      return presentMatch(
        await matchHash(ports.lookup, await ports.examiner(), {
          tenantId: caller.tenantId,
          hardwareHash,
        }),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/devices/:id/history',
    permission: 'identity.read',
    summary:
      'The hashes a device was accepted with, what changed between them, and the strength of the claim.',
    answer: historyAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.device)
      const history = await ports.histories.find(caller.tenantId, id)
      if (!history) throw deviceNotFound(id)
      return presentHistory(history)
    },
  }),
]

export const identityRoutes = [...conflictRoutes, ...lookUpRoutes]
