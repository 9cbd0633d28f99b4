/** What happened to factors, for administrators and for the person: there is no mail. */
import type { FactorNotice } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Access } from '../../core/access/decide.ts'
import type { Roles } from '../../core/access/roles.ts'
import type { People } from '../../core/directory/user.ts'
import {
  listOf,
  pageOf,
  pageQuery,
  presentPage,
  wantedPage,
} from '../../surfaces/admin/contract.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import { isAdministrator } from '../core/administrators.ts'
import { type Notice, type Notices, sentenceOf } from '../core/factors/notices.ts'
import { ownerOf } from '../core/factors/own-factors.ts'

export type NoticeRouteDeps = {
  readonly notices: Pick<Notices, 'list' | 'addressedTo'>
  readonly people: Pick<People, 'find'>
  readonly roles: Pick<Roles, 'grantsOf'>
  readonly access: Pick<Access, 'hasWhole'>
}

const noticeAnswer = z.object({
  id: z.string(),
  at: z.string(),
  userId: z.string(),
  userPrincipalName: z.string().nullable(),
  name: z.string(),
  message: z.string(),
}) satisfies z.ZodType<FactorNotice>

const route = routesWith<NoticeRouteDeps>()

export const noticeRoutes: readonly Route<NoticeRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/notices',
    permission: 'factors.read',
    summary: 'What happened to second factors in the tenant within 90 days, the newest first.',
    query: pageQuery,
    answer: pageOf(noticeAnswer),
    handle: async ({ ports, caller, query }) =>
      presentPage(await ports.notices.list(caller.tenantId, wantedPage(query)), present),
  }),
  route({
    method: 'GET',
    path: '/me/notices',
    permission: 'own-factors.read',
    summary:
      'What you should know about your factors, and as an administrator about others’: the newest 200.',
    answer: listOf(noticeAnswer),
    handle: async ({ ports, caller }) => {
      const { tenantId, id } = ownerOf(caller)
      const person = await ports.people.find(tenantId, id)
      // An application that may only see its user's own factors learns nothing about others.
      const isAdministrating =
        person !== undefined &&
        (await ports.access.hasWhole(caller, 'factors.read')) &&
        (await isAdministrator(ports.roles, person))
      const reader = { tenantId, id, isAdministrator: async () => isAdministrating }
      return { value: (await ports.notices.addressedTo(reader)).map(present) }
    },
  }),
]

function present({ id, at, personId, userPrincipalName, name }: Notice) {
  return {
    id,
    at: at.toISOString(),
    userId: personId,
    userPrincipalName: userPrincipalName ?? null,
    name,
    message: sentenceOf(name),
  }
}
