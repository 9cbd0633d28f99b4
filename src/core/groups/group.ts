/**
 * Groups of the directory: users and devices added by name, or devices selected by a rule. A rule is evaluated
 * whenever it matters, so a group is never out of date.
 */
import { DomainError, invalid } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes, ListQuery, Rows } from '../query.ts'
import { newUuid } from '../uuid.ts'
import { parseRule } from './dynamic-rule.ts'

export type Group = {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly mailNickname: string
  /** Null: members are added individually. */
  readonly rule: string | null
  /** Said when the group was made, and kept; roles are given to any group without a rule. Null: nothing was said. */
  readonly isAssignableToRole: boolean | null
  readonly createdAt: Date
  readonly ruleChangedAt: Date
}

export const groupFieldTypes = {
  id: 'id',
  displayName: 'text',
  description: 'text',
  mailNickname: 'text',
  rule: 'text',
  createdAt: 'date',
  securityEnabled: 'boolean',
  mailEnabled: 'boolean',
  groupTypes: 'texts',
} as const satisfies FieldTypes<string>

export type GroupField = keyof typeof groupFieldTypes

export type GroupText = Pick<Group, 'displayName' | 'description' | 'mailNickname' | 'rule'>

export type NewGroup = GroupText & Partial<Pick<Group, 'isAssignableToRole'>>

export type Groups = {
  find(tenantId: TenantId, id: string): Promise<Group | undefined>
  list(tenantId: TenantId, query: ListQuery<GroupField>): Promise<Rows<Group>>
  add(tenantId: TenantId, id: string, group: NewGroup): Promise<void>
  /** A new rule takes effect at once. Undefined = there is no such group. */
  change(tenantId: TenantId, id: string, changes: Partial<GroupText>): Promise<Group | undefined>
  /** With its members and assignments; false = there was no such group. */
  remove(tenantId: TenantId, id: string): Promise<boolean>
  /** How many were not members before. */
  addMembers(tenantId: TenantId, id: string, members: readonly string[]): Promise<number>
  removeMember(tenantId: TenantId, id: string, member: string): Promise<boolean>
  /** Groups that the object was added to. */
  containing(tenantId: TenantId, memberId: string): Promise<readonly Group[]>
  /** How many members were added to each group that has any. */
  memberCounts(tenantId: TenantId): Promise<ReadonlyMap<string, number>>
  /** The first members that were added to each of the groups, at most `limit` of each. */
  firstMembers(
    tenantId: TenantId,
    ids: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly string[]>>
  /** Ids of members that were added, in order. */
  members(tenantId: TenantId, id: string, page: ListQuery['page']): Promise<Rows<string>>
}

const maxName = 256
const maxRule = 3_072

export async function createGroup(
  groups: Groups,
  tenantId: TenantId,
  text: NewGroup,
): Promise<Group> {
  check(text)
  if (text.isAssignableToRole) requireNoRule(text)
  const id = newUuid()
  await groups.add(tenantId, id, text)
  return await findGroup(groups, tenantId, id)
}

export async function changeGroup(
  groups: Groups,
  { tenantId, id }: { tenantId: TenantId; id: string },
  changes: Partial<GroupText>,
): Promise<void> {
  check(changes)
  const changed = await groups.change(tenantId, id, changes)
  if (changed === undefined) throw groupNotFound(id)
  if (changed.isAssignableToRole) requireNoRule(changed)
}

export async function findGroup(groups: Groups, tenantId: TenantId, id: string): Promise<Group> {
  const group = await groups.find(tenantId, id)
  if (group === undefined) throw groupNotFound(id)
  return group
}

/** Refused for groups with a rule, and for existing members. [documented] */
export async function addMember(
  groups: Groups,
  { tenantId, id }: { tenantId: TenantId; id: string },
  member: string,
): Promise<void> {
  const group = await findGroup(groups, tenantId, id)
  if (group.rule !== null)
    throw invalid(
      `The members of the group '${group.displayName}' follow its rule and cannot be set`,
    )
  if ((await groups.addMembers(tenantId, id, [member])) === 0) {
    throw invalid(
      "One or more added object references already exist for the following modified properties: 'members'",
    )
  }
}

export function groupNotFound(id: string): DomainError {
  return new DomainError('not-found', `There is no group with the id '${id}'.`)
}

function check({ displayName, mailNickname, rule }: Partial<GroupText>): void {
  if (displayName?.trim() === '') throw invalid('displayName is missing')
  if ((displayName?.length ?? 0) > maxName || (mailNickname?.length ?? 0) > maxName)
    throw invalid(`A name is longer than ${maxName} characters`)
  if ((rule?.length ?? 0) > maxRule) throw invalid(`The rule is longer than ${maxRule} characters`)
  if (rule) parseRule(rule)
}

/** [documented: group-post-groups, isAssignableToRole] */
function requireNoRule({ rule }: Pick<GroupText, 'rule'>): void {
  if (rule) throw invalid('A group with isAssignableToRole cannot have a membershipRule')
}
