/** Counts for lists of groups and profiles, and for a rule while it is written. */
import type { GroupUse, ProfileUse, RuleCount } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { devicesByRule, groupUses, profileUses, type UseDeps } from '../../core/groups/group-use.ts'
import { type Route, routesWith } from '../http/route.ts'
import { listOf } from './contract.ts'

const groupAnswer = z.object({
  id: z.string(),
  memberCount: z.int().nullable(),
  profiles: z.array(z.string()).readonly(),
  roles: z.array(z.string()).readonly(),
}) satisfies z.ZodType<GroupUse>

const profileAnswer = z.object({
  id: z.string(),
  deviceCount: z.int(),
  assignedTo: z
    .array(
      z.object({
        kind: z.enum(['group', 'excludedGroup', 'allDevices']),
        groupName: z.string().nullable(),
      }),
    )
    .readonly(),
}) satisfies z.ZodType<ProfileUse>

const ruleRequest = z.strictObject({ rule: z.string().min(1).max(3_072) })

const ruleAnswer = z.object({
  devices: z.int(),
}) satisfies z.ZodType<RuleCount>

const route = routesWith<UseDeps>()

export const useRoutes: readonly Route<UseDeps>[] = [
  route({
    method: 'GET',
    path: '/groups/use',
    permission: 'groups.read',
    summary: 'How many members each group has, and which profiles and roles use it.',
    answer: listOf(groupAnswer),
    handle: async ({ ports, caller }) => ({
      value: [...(await groupUses(ports, caller.tenantId))],
    }),
  }),
  route({
    method: 'GET',
    path: '/profiles/use',
    permission: 'profiles.read',
    summary: 'How many devices each profile has, and what it is assigned to.',
    answer: listOf(profileAnswer),
    handle: async ({ ports, caller }) => ({
      value: [...(await profileUses(ports, caller.tenantId))],
    }),
  }),
  route({
    method: 'POST',
    path: '/groups/count-by-rule',
    permission: 'groups.read',
    summary: 'How many devices a membership rule selects now. Nothing is changed.',
    body: ruleRequest,
    answer: ruleAnswer,
    handle: async ({ ports, caller, body }) => ({
      devices: await devicesByRule(ports, caller.tenantId, body.rule),
    }),
  }),
]
