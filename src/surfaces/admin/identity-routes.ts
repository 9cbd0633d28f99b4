/** Who is who: conflicts for a person, dry runs, histories, and the deny list. */

import { type Caller, nameOfCaller } from '../../core/access/caller.ts'
import type { Access } from '../../core/access/decide.ts'
import type { Conflicts } from '../../core/conflicts/conflict.ts'
import { decideConflict } from '../../core/conflicts/decide-conflict.ts'
import { type Lookup, matchHash } from '../../core/conflicts/match-hash.ts'
import { deviceNotFound } from '../../core/devices/device.ts'
import type { DeviceHistories } from '../../core/devices/history.ts'
import { DomainError } from '../../core/errors.ts'
import type { Events } from '../../core/events/events.ts'
import type { DeviceId } from '../../core/ids.ts'
import { parseUuid } from '../../core/ids.ts'
import type { Examiner } from '../../core/imports/examine-row.ts'
import { hashBytesOf } from '../../core/imports/hash-text.ts'
import { listOf } from './contract.ts'
import {
  conflictAnswer,
  conflictPage,
  conflictQuery,
  decisionRequest,
  eventAnswer,
  eventQuery,
  historyAnswer,
  matchAnswer,
  matchRequest,
} from './identity-contract.ts'
import { presentConflict, presentEvent, presentHistory, presentMatch } from './present-identity.ts'
import { type AdminRoute, route } from './routes.ts'

export type IdentityRouteDeps = {
  readonly access: Access
  readonly conflicts: Conflicts
  readonly histories: DeviceHistories
  readonly lookup: Lookup
  readonly examiner: () => Promise<Examiner>
  readonly events: Events
}

export function identityRoutes(deps: IdentityRouteDeps): readonly AdminRoute[] {
  return [...conflictRoutes(deps), ...lookUpRoutes(deps)]
}

function conflictRoutes({ access, conflicts, examiner }: IdentityRouteDeps): readonly AdminRoute[] {
  // Whoever runs the installation may know of all tenants, and decide between them.
  const isOperator = (caller: Caller) => access.hasWhole(caller, 'tenants.write')
  return [
    route({
      method: 'GET',
      path: '/conflicts',
      permission: 'identity.read',
      summary: 'Rows of imports that a person has to decide, and devices that look related.',
      query: conflictQuery,
      answer: conflictPage,
      handle: async ({ caller, query }) => {
        const { rows, next } = await conflicts.list(caller.tenantId, query)
        const knowsAll = await isOperator(caller)
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
      handle: async ({ caller, parameter }) => {
        const conflict = await conflicts.find(caller.tenantId, parameter('id'))
        if (conflict === undefined) throw new DomainError('not-found', 'There is no such conflict.')
        return presentConflict(conflict, await isOperator(caller))
      },
    }),
    route({
      method: 'POST',
      path: '/conflicts/:id/decide',
      permission: 'identity.decide',
      summary:
        'Decides it: the same device, a different one, or rejected. The imported device follows.',
      body: decisionRequest,
      answer: conflictAnswer,
      handle: async ({ caller, parameter, body }) => {
        const id = parameter('id')
        const mayDecideForeign = await isOperator(caller)
        await decideConflict(conflicts, await examiner(), {
          tenantId: caller.tenantId,
          id,
          state: body.decision === 'reject' ? 'rejected' : body.decision,
          deviceId: body.deviceId as DeviceId | undefined,
          by: nameOfCaller(caller),
          mayDecideForeign,
        })
        const decided = await conflicts.find(caller.tenantId, id)
        return decided && presentConflict(decided, mayDecideForeign)
      },
    }),
  ]
}

function lookUpRoutes({
  lookup,
  examiner,
  histories,
  events,
}: IdentityRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'POST',
      path: '/match',
      permission: 'identity.read',
      summary:
        "A dry run: which of the tenant's devices this hash is, and why. Nothing is changed.",
      body: matchRequest,
      answer: matchAnswer,
      handle: async ({ caller, body }) => {
        const hardwareHash = hashBytesOf(body.hardwareIdentifier)
        return presentMatch(
          await matchHash(lookup, await examiner(), { tenantId: caller.tenantId, hardwareHash }),
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
      handle: async ({ caller, parameter }) => {
        const id = parseUuid(parameter('id')) as DeviceId | undefined
        const history = id && (await histories.find(caller.tenantId, id))
        if (!history) throw deviceNotFound(parameter('id'))
        return presentHistory(history)
      },
    }),
    route({
      method: 'GET',
      path: '/events',
      permission: 'identity.read',
      summary:
        "What happened to the tenant's devices, oldest first; the last id goes into `after`.",
      query: eventQuery,
      answer: listOf(eventAnswer),
      handle: async ({ caller, query }) => ({
        value: (await events.list(caller.tenantId, query)).map(presentEvent),
      }),
    }),
  ]
}
