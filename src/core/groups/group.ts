/**
 * Groups of the directory: people and devices by name, or devices by a rule. A rule is asked whenever it
 * matters, so that a group is never behind its devices.
 */
import { DomainError } from '../errors.ts'
import { newUuid, type TenantId } from '../ids.ts'
import type { FieldTypes, ListQuery, Rows } from '../query.ts'
import { parseRule } from './dynamic-rule.ts'

export type Group = {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly mailNickname: string
  /** Null: members are added one by one. */
  readonly rule: string | null
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

export type Groups = {
  find(tenantId: TenantId, id: string): Promise<Group | undefined>
  list(tenantId: TenantId, query: ListQuery<GroupField>): Promise<Rows<Group>>
  add(tenantId: TenantId, id: string, group: GroupText): Promise<void>
  /** A rule that is given is new from now on. Undefined = there is no such group. */
  change(tenantId: TenantId, id: string, changes: Partial<GroupText>): Promise<Group | undefined>
  /** With its members and its assignments; false = there was none. */
  remove(tenantId: TenantId, id: string): Promise<boolean>
  /** How many were no members before. */
  addMembers(tenantId: TenantId, id: string, members: readonly string[]): Promise<number>
  removeMember(tenantId: TenantId, id: string, member: string): Promise<boolean>
  /** Groups that the object was added to. */
  containing(tenantId: TenantId, memberId: string): Promise<readonly Group[]>
  /** Ids of members that were added, in their order. */
  members(tenantId: TenantId, id: string, page: ListQuery['page']): Promise<Rows<string>>
}

const maxName = 256
const maxRule = 3_072

export async function createGroup(
  groups: Groups,
  tenantId: TenantId,
  text: GroupText,
): Promise<Group> {
  check(text)
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
  if ((await groups.change(tenantId, id, changes)) === undefined) throw groupNotFound(id)
}

export async function findGroup(groups: Groups, tenantId: TenantId, id: string): Promise<Group> {
  const group = await groups.find(tenantId, id)
  if (group === undefined) throw groupNotFound(id)
  return group
}

/** Refused where a rule decides, and for what is a member already. [documented] */
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

function invalid(what: string): DomainError {
  return new DomainError('request-invalid', `${what}.`)
}
