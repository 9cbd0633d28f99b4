/** Counts for lists of groups and profiles, and for a rule while it is written. */
import type { GroupUse, ProfileUse, RuleCount } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import {
  groupUses,
  profileUses,
  readableByRule,
  type UseDeps,
} from '../../core/groups/group-use.ts'
import { type Route, routesWith } from '../http/route.ts'
import { listOf } from './contract.ts'

const groupAnswer = z.object({
  id: z.string(),
  memberCount: z.int().nullable(),
  profiles: z.array(z.string()).readonly().nullable(),
  roles: z.array(z.string()).readonly().nullable(),
}) satisfies z.ZodType<GroupUse>

const profileAnswer = z.object({
  id: z.string(),
  deviceCount: z.int().nullable(),
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
  devices: z.int().nullable(),
}) satisfies z.ZodType<RuleCount>

const route = routesWith<UseDeps>()

export const useRoutes: readonly Route<UseDeps>[] = [
  route({
    method: 'GET',
    path: '/groups/use',
    permission: 'groups.read',
    summary:
      'How many members each group has, and which profiles and roles use it; null is what the caller may not read.',
    answer: listOf(groupAnswer),
    handle: async ({ ports, caller }) => ({
      value: [...(await groupUses(ports, caller))],
    }),
  }),
  route({
    method: 'GET',
    path: '/profiles/use',
    permission: 'profiles.read',
    summary:
      'How many devices each profile has, of those that the caller may read, and what it is assigned to.',
    answer: listOf(profileAnswer),
    handle: async ({ ports, caller }) => ({
      value: [...(await profileUses(ports, caller))],
    }),
  }),
  route({
    method: 'POST',
    path: '/groups/count-by-rule',
    permission: 'groups.read',
    summary:
      'How many devices a membership rule selects now; null if the caller may not read them. Nothing is changed.',
    body: ruleRequest,
    answer: ruleAnswer,
    handle: async ({ ports, caller, body }) => ({
      devices: await readableByRule(ports, caller, body.rule),
    }),
  }),
]
