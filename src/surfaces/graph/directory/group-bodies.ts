/** What clients say of a group when they make or change it. */
import { groupType, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { ofType } from '../bodies/known-members.ts'

const text = z.string().nullish()
/** Maximum number of members in one request. [documented] */
const binding = z.array(z.string()).max(20).default([])

const kinds =
  'The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set'

/** Every group is for security and none for mail: another one is refused, not made into it. */
const kindOfGroup = {
  // [observed: microsoft-graph-docs#372]
  mailEnabled: z
    .boolean()
    .nullish()
    .refine((given) => given !== true, `must be false. ${kinds}`),
  securityEnabled: z
    .boolean()
    .nullish()
    .refine((given) => given !== false, `must be true. ${kinds}`),
  // What a group for security is without being asked. [documented: group, visibility]
  visibility: z
    .string()
    .nullish()
    .refine(
      (given) => given == null || given.toLowerCase() === 'private',
      'must be Private: a group here is for security, and hides no members',
    ),
}

export const newGroup = z.object({
  ...kindOfGroup,
  displayName: z.string(),
  description: text,
  mailNickname: text,
  membershipRule: text,
  groupTypes: z
    .array(z.string())
    .refine(
      (types) => !types.some((type) => type.toLowerCase() === 'unified'),
      'must not name Unified: there are no Microsoft 365 groups here',
    )
    .nullish(),
  membershipRuleProcessingState: z
    .string()
    .refine(
      (state) => state.toLowerCase() !== 'paused',
      'cannot be Paused: rules are worked out whenever they are asked for',
    )
    .nullish(),
  isAssignableToRole: z.boolean().nullish(),
  'members@odata.bind': binding,
  'owners@odata.bind': binding,
})

/** One that exists has a name, and one for mail. [documented: group, Required] */
export const groupChange = newGroup.extend({ mailNickname: z.string() }).partial()

/** Members that describe a group and change nothing here. [documented: group] */
const ignored = [
  ...memberNames(groupType, 'beta').filter((name) => name !== 'isAssignableToRole'),
  'classification',
  'membershipRuleProcessingStatus',
  'resourceBehaviorOptions',
  'resourceProvisioningOptions',
  'uniqueName',
]
for (const shape of [newGroup, groupChange])
  ofType(shape, { type: 'microsoft.graph.group', ignored })
