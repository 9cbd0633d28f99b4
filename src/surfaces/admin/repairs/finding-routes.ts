/** Devices that wait for a repair case, and opening it with one request. */
import type { RepairFinding } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { currentScope } from '../../../core/acting.ts'
import { ids } from '../../../core/id-kinds.ts'
import { openFromFinding, type RepairFindings } from '../../../core/repairs/repair-findings.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { pageOf, pageQuery, presentPage, wantedPage } from '../contract.ts'
import { repairAnswer } from './repair-answers.ts'
import { timeZone } from './repair-contract.ts'
import { presentedBy, type RepairRouteDeps } from './repair-ports.ts'

export type FindingRouteDeps = RepairRouteDeps & { readonly findings: RepairFindings }

const route = routesWith<FindingRouteDeps>()

const findingAnswer = z.object({
  registrationId: z.string(),
  serialNumber: z.string(),
  model: z.string().nullable(),
  remediationState: z.literal('manualRemediationRequired'),
  sinceDateTime: z.string(),
  hasCapture: z.boolean(),
}) satisfies z.ZodType<RepairFinding>

export const findingRoutes: readonly Route<FindingRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/repair-findings',
    permission: 'repairs.read',
    summary:
      'Registered devices that said in management that they have other hardware (Fix pending, Attention required), the oldest first.',
    query: pageQuery,
    answer: pageOf(findingAnswer),
    handle: async ({ ports, caller, query }) =>
      presentPage(
        await ports.findings.list(caller.tenantId, currentScope(), wantedPage(query)),
        ({ deviceId, serialNumber, model, since, mismatch }): RepairFinding => ({
          registrationId: deviceId,
          serialNumber,
          model,
          remediationState: 'manualRemediationRequired',
          sinceDateTime: since.toISOString(),
          hasCapture: mismatch !== null,
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/repair-findings/:id/open',
    permission: 'repairs.write',
    audit: { category: 'Device', resource: 'RepairCase', action: 'openFromFinding' },
    summary: 'Open the case of such a device, with what Windows said of it.',
    body: z.strictObject({ timeZone: timeZone.default('UTC') }).default({ timeZone: 'UTC' }),
    status: 201,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const about = { deviceId: parameter('id', ids.device), ...body }
      const opened = await openFromFinding(ports, caller, about)
      ports.onEvent()
      return presentedBy(ports)(opened)
    },
  }),
]
