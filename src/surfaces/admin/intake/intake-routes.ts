/** Intake for administrators: codes for technicians, and what was handed in with them. */
import { currentScope } from '../../../core/acting.ts'
import type { AssociationDeps } from '../../../core/associations/associated-device.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { SendDeps } from '../../../core/imports/send-import.ts'
import { approveHash, approveLink, rejectIntake } from '../../../core/intake/decide-intake.ts'
import type { IntakeDesk } from '../../../core/intake/intake.ts'
import { makeCode, withdrawCode } from '../../../core/intake/manage-codes.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { pageOf, pageQuery, presentPage, wantedPage } from '../contract.ts'
import {
  approveRequest,
  associateRequest,
  codeAnswer,
  codeRequest,
  intakeAnswer,
  newCodeAnswer,
  presentCode,
  presentIntake,
  presentNewCode,
  rejectRequest,
} from './intake-contract.ts'

export type IntakeRouteDeps = SendDeps &
  AssociationDeps & {
    readonly intake: IntakeDesk
    readonly publicUrl: string
    /** There is an import to be decided. */
    readonly onImport: () => void
  }

const route = routesWith<IntakeRouteDeps>()
const code = { category: 'Enrollment', resource: 'IntakeCode' } as const
const submission = { category: 'Enrollment', resource: 'IntakeSubmission' } as const

const codeRoutes: readonly Route<IntakeRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/intake-codes',
    permission: 'devices.import',
    summary: 'Codes with which devices are handed in, newest first, without their secrets.',
    query: pageQuery,
    answer: pageOf(codeAnswer),
    handle: async ({ ports, caller: { tenantId }, query }) => {
      const found = await ports.intake.listCodes(tenantId, currentScope(), wantedPage(query))
      return presentPage(found, (each) => presentCode(each, ports.now()))
    },
  }),
  route({
    method: 'POST',
    path: '/intake-codes',
    permission: 'devices.import',
    audit: code,
    summary:
      'A code with which one device is handed in, or the key of a program that hands in many.',
    body: codeRequest,
    status: 201,
    answer: newCodeAnswer,
    handle: async ({ ports, caller, body: { groupTag, ...wish } }) => {
      const made = await makeCode(ports, caller, { ...wish, groupTag: groupTag || null })
      const { publicUrl } = ports
      return presentNewCode(made.code, { code: made.secret, publicUrl, now: ports.now() })
    },
  }),
  route({
    method: 'DELETE',
    path: '/intake-codes/:id',
    permission: 'devices.import',
    audit: code,
    summary: 'Withdraws a code: nothing more is handed in with it.',
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      await withdrawCode(ports, caller, parameter('id', ids.record))
      return undefined
    },
  }),
]

const submissionRoutes: readonly Route<IntakeRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/intake',
    permission: 'imports.read',
    summary: 'What was handed in, what waits for a decision first.',
    query: pageQuery,
    answer: pageOf(intakeAnswer),
    handle: async ({ ports, caller: { tenantId }, query }) => {
      const found = await ports.intake.listSubmissions(tenantId, currentScope(), wantedPage(query))
      return presentPage(found, presentIntake)
    },
  }),
  route({
    method: 'POST',
    path: '/intake/:id/approve',
    permission: 'devices.import',
    audit: { ...submission, action: 'approve' },
    summary: 'Registers the device whose hash was handed in.',
    body: approveRequest,
    answer: intakeAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const about = { id: parameter('id', ids.record), groupTag: body.groupTag }
      const done = await approveHash(ports, caller, about)
      ports.onImport()
      return presentIntake(done)
    },
  }),
  route({
    method: 'POST',
    path: '/intake/:id/associate',
    permission: 'associated-devices.import',
    audit: { ...submission, action: 'associate' },
    summary: 'Associates the device whose DeviceLink was handed in.',
    body: associateRequest,
    answer: intakeAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const about = { id: parameter('id', ids.record), policyId: body.policyId ?? null }
      return presentIntake(await approveLink(ports, caller, about))
    },
  }),
  route({
    method: 'POST',
    path: '/intake/:id/reject',
    permission: 'devices.import',
    audit: { ...submission, action: 'reject' },
    summary: 'Rejects what was handed in: nothing is registered, and its content is forgotten.',
    body: rejectRequest,
    answer: intakeAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const about = { id: parameter('id', ids.record), reason: body.reason || null }
      return presentIntake(await rejectIntake(ports, caller, about))
    },
  }),
]

export const intakeRoutes = [...codeRoutes, ...submissionRoutes]
