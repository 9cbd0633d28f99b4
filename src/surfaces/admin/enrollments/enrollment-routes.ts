/** Enrolled devices for administrators: which there are, and how they end; and what the tenant wants of them. */
import type { z } from 'zod'
import type { AssociationDeps } from '../../../core/associations/associated-device.ts'
import { endReporting } from '../../../core/associations/report-device.ts'
import type {
  Enrollment,
  EnrollmentField,
  Enrollments,
} from '../../../core/enrollment/enrollment.ts'
import type { EnrollmentSettingsPort } from '../../../core/enrollment/settings.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { Filter } from '../../../core/query.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import {
  enrollmentAnswer,
  enrollmentPage,
  enrollmentQuery,
  settingsAnswer,
  settingsRequest,
} from './enrollment-contract.ts'

export type EnrollmentRouteDeps = AssociationDeps & {
  readonly enrollments: Enrollments
  readonly enrollmentSettings: EnrollmentSettingsPort
}

const newestFirst = [{ field: 'enrolledAt', descending: true }] as const
const route = routesWith<EnrollmentRouteDeps>()

export const enrollmentRoutes: readonly Route<EnrollmentRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/enrollments',
    permission: 'managed-devices.read',
    summary: 'Devices that enrolled in management, newest first.',
    query: enrollmentQuery,
    answer: enrollmentPage,
    handle: async ({ ports, caller, query: { limit, after, ...wanted } }) => {
      const { rows, next } = await ports.enrollments.list(caller.tenantId, {
        ...filterOf(wanted),
        order: newestFirst,
        page: { limit, ...(after !== undefined && { after }) },
      })
      return { value: rows.map(present), next: next ?? null }
    },
  }),
  route({
    method: 'GET',
    path: '/enrollments/:id',
    permission: 'managed-devices.read',
    summary: 'One enrolled device.',
    answer: enrollmentAnswer,
    handle: async (input) => present(await named(input)),
  }),
  route({
    method: 'POST',
    path: '/enrollments/:id/unenroll',
    permission: 'managed-devices.act',
    audit: { category: 'Enrollment', resource: 'Enrollment', action: 'unenroll' },
    summary: 'Asks the device, at its next session, to leave management.',
    status: 204,
    handle: async (input) => {
      const { id, state } = await named(input)
      const { ports, caller } = input
      if (state === 'leaving') return undefined
      if (!(await ports.enrollments.change(caller.tenantId, id, { state: 'leaving' })))
        throw hasEnded()
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/enrollments/:id/revoke',
    permission: 'managed-devices.act',
    audit: { category: 'Enrollment', resource: 'Enrollment', action: 'revoke' },
    summary: 'Ends the enrollment at once: the certificate of the device is refused from then on.',
    status: 204,
    handle: async (input) => {
      const { id } = await named(input)
      const { ports, caller } = input
      if (!(await ports.enrollments.end(caller.tenantId, id, 'administrator'))) throw hasEnded()
      await endReporting(ports, { tenantId: caller.tenantId, id })
      return undefined
    },
  }),
  route({
    method: 'GET',
    path: '/enrollment-settings',
    permission: 'enrollment-configurations.read',
    summary: 'Whether devices may enroll, and whether enrolled devices register themselves.',
    answer: settingsAnswer,
    handle: async ({ ports, caller }) => await ports.enrollmentSettings.find(caller.tenantId),
  }),
  route({
    method: 'PATCH',
    path: '/enrollment-settings',
    permission: 'enrollment-configurations.write',
    audit: { category: 'Enrollment', resource: 'EnrollmentSettings' },
    summary: 'Pauses enrollment, or lets enrolled devices register themselves.',
    body: settingsRequest,
    answer: settingsAnswer,
    handle: async ({ ports, caller, body }) => {
      const given = Object.entries(body).filter(([, value]) => value !== undefined)
      return await ports.enrollmentSettings.change(caller.tenantId, Object.fromEntries(given))
    },
  }),
]

type Wanted = Omit<z.output<typeof enrollmentQuery>, 'limit' | 'after'>

function filterOf({ search, state }: Wanted): { filter?: Filter<EnrollmentField> } {
  const parts: Filter<EnrollmentField>[] = []
  if (state !== undefined) parts.push({ kind: 'compare', field: 'state', op: 'eq', value: state })
  if (search !== undefined && search !== '') {
    const fields = ['deviceName', 'deviceId', 'userPrincipalName'] as const
    const some = fields.map((field) => ({ kind: 'text', field, op: 'contains', value: search }))
    parts.push({ kind: 'or', parts: some as Filter<EnrollmentField>[] })
  }
  return parts.length === 0 ? {} : { filter: { kind: 'and', parts } }
}

/** The enrollment in the path. */
async function named(input: Input<EnrollmentRouteDeps>): Promise<Enrollment> {
  const { ports, caller, parameter } = input
  const id = parameter('id', ids.record)
  const found = await ports.enrollments.find(caller.tenantId, id)
  if (found === undefined) throw new DomainError('not-found', `There is no enrollment ${id}.`)
  return found
}

function hasEnded(): DomainError {
  return new DomainError('conflict', 'The enrollment has ended.')
}

function present(of: Enrollment) {
  const { id, deviceId, deviceName, osVersion, ownership, userPrincipalName } = of
  const { registrationId, means, state, endedBy, wipe, sharesDeviceId } = of
  return {
    id,
    deviceId,
    deviceName,
    osVersion,
    ownership,
    userPrincipalName,
    registrationId,
    means,
    state,
    endedBy,
    wipe,
    sharesDeviceId,
    enrolledDateTime: of.enrolledAt.toISOString(),
    lastSeenDateTime: of.lastSeenAt?.toISOString() ?? null,
    endedDateTime: of.endedAt?.toISOString() ?? null,
  }
}
