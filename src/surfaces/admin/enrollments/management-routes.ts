/** What an enrolled device has said in its sessions, for its administrators. */
import type { EnrollmentManagement } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Enrollments } from '../../../core/enrollment/enrollment.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { ManagedReports } from '../../../core/management/managed-state.ts'
import { withoutHashes } from '../../../core/management/mismatch-data.ts'
import { type EnrollmentReport, reportOn } from '../../../core/management/report.ts'
import { type Route, routesWith } from '../../http/route.ts'

export type ManagementRouteDeps = {
  readonly enrollments: Pick<Enrollments, 'find'>
  readonly managedReports: ManagedReports
  readonly now: () => Date
}

const time = z.string().nullable()

const managementAnswer = z.object({
  sessions: z.int(),
  loginStatus: z.enum(['user', 'others', 'none']).nullable(),
  lastSessionDateTime: time,
  nextSessionDateTime: time,
  inventory: z
    .object({
      serialNumber: z.string(),
      manufacturer: z.string(),
      model: z.string(),
      softwareVersion: z.string(),
    })
    .nullable(),
  hardwareHash: z.object({
    state: z.enum([
      'unasked',
      'skipped',
      'unsupported',
      'unusable',
      'contradicts',
      'notTargeted',
      'confirmed',
      'differs',
      'submitted',
      'registered',
      'refused',
    ]),
    sentence: z.string(),
    detail: z.string().nullable(),
    receiptId: z.string().nullable(),
    answeredDateTime: time,
  }),
  setup: z.object({
    state: z.enum(['none', 'running', 'done', 'failed', 'timedOut']),
    page: z
      .object({ name: z.string(), showsForUser: z.boolean(), timeoutMinutes: z.int() })
      .nullable(),
    detail: z.string().nullable(),
    startedDateTime: time,
    endedDateTime: time,
  }),
  hardwareMismatchData: z.string().nullable(),
}) satisfies z.ZodType<EnrollmentManagement>

const route = routesWith<ManagementRouteDeps>()

export const managementRoutes: readonly Route<ManagementRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/enrollments/:id/management',
    permission: 'managed-devices.read',
    summary: 'What an enrolled device has said in its sessions, and what is done with it.',
    answer: managementAnswer,
    async handle({ ports, caller, parameter }) {
      const id = parameter('id', ids.record)
      const enrollment = await ports.enrollments.find(caller.tenantId, id)
      if (enrollment === undefined)
        throw new DomainError('not-found', `There is no enrollment with the id '${id}'.`)
      const known = await ports.managedReports.find(caller.tenantId, id)
      const report = reportOn(enrollment, known, ports.now())
      return present(report, enrollment.lastSeenAt)
    },
  }),
]

function present(
  { state, sentence, mismatch, nextSessionAt }: EnrollmentReport,
  lastSeenAt: Date | null,
): EnrollmentManagement {
  const { hash, setup, inventory, loginStatus, sessions } = state
  const { page } = setup
  return {
    sessions,
    loginStatus,
    inventory,
    lastSessionDateTime: lastSeenAt?.toISOString() ?? null,
    nextSessionDateTime: nextSessionAt?.toISOString() ?? null,
    hardwareHash: {
      state: hash.state,
      sentence,
      detail: hash.detail,
      receiptId: hash.receiptId,
      answeredDateTime: hash.at,
    },
    setup: {
      state: setup.state,
      page: page && {
        name: page.name,
        showsForUser: page.showsForUser,
        timeoutMinutes: page.timeoutMinutes,
      },
      detail: setup.detail,
      startedDateTime: setup.startedAt,
      endedDateTime: setup.endedAt,
    },
    hardwareMismatchData: mismatch && withoutHashes(mismatch),
  }
}
