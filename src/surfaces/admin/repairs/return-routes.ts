/** The device itself: it leaves, comes back and is registered again; and the days on which an organization answers. */
import { ids } from '../../../core/id-kinds.ts'
import { hashBytesOf } from '../../../core/imports/hash-text.ts'
import { reregisterRepaired } from '../../../core/repairs/reregister.ts'
import { parkForRepair, takeReturned } from '../../../core/repairs/return-device.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { calendarAnswer, calendarShape } from './calendar-contract.ts'
import { repairAnswer } from './repair-answers.ts'
import { parkRequest, reregisterRequest, returnedRequest } from './repair-contract.ts'
import { presentedBy, type RepairRouteDeps } from './repair-ports.ts'

const route = routesWith<RepairRouteDeps>()
const audit = { category: 'Device', resource: 'RepairCase' } as const

export const returnRoutes: readonly Route<RepairRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/repair-cases/:id/release-device',
    permission: 'repairs.write',
    audit: { ...audit, action: 'releaseDevice' },
    summary:
      'The device may be shipped: its registration is parked. It gets no profile, and nobody else can register it.',
    body: parkRequest,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.repairCase)
      const parked = await parkForRepair(ports, caller, { id, ...body })
      ports.onEvent()
      return presentedBy(ports)(parked)
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/returned',
    permission: 'repairs.write',
    audit: { ...audit, action: 'returned' },
    summary: 'Compare the hash of the device that came back with the one from before the repair.',
    body: returnedRequest,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.repairCase)
      const { hardwareHash: text } = body
      const hash = text === undefined ? undefined : hashBytesOf(text.replace(/\s+/g, ''))
      const compared = await takeReturned(ports, caller, { id, hash })
      ports.onEvent()
      return presentedBy(ports)(compared)
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/reregister',
    permission: 'repairs.write',
    audit: { ...audit, action: 'reregister' },
    summary:
      'Register the repaired device in place of its old registration, with everything carried over; the registration of a device that is the same is put back in force. An ambiguous comparison needs a person who confirms another board, or the same one.',
    body: reregisterRequest,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body: { confirm, reason, keepBoard } }) => {
      const id = parameter('id', ids.repairCase)
      const how = { id, confirmed: confirm, reason, keepsBoard: keepBoard }
      const done = await reregisterRepaired(ports, caller, how)
      ports.onEvent()
      return presentedBy(ports)(done)
    },
  }),
  route({
    method: 'GET',
    path: '/repair-calendar',
    permission: 'repairs.read',
    summary: 'On which days the organization answers.',
    answer: calendarAnswer,
    handle: ({ ports, caller }) => ports.calendars.find(caller.tenantId),
  }),
  route({
    method: 'PUT',
    path: '/repair-calendar',
    permission: 'organization.write',
    audit: { category: 'Tenant', resource: 'RepairCalendar' },
    summary: 'Set work days and holidays, for cases that are opened from now on.',
    body: calendarShape,
    answer: calendarAnswer,
    handle: async ({ ports, caller, body }) => {
      await ports.calendars.set(caller.tenantId, body)
      return body
    },
  }),
]
