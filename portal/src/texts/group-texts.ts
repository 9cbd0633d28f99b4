import { counted, number } from './numbers.ts'

export const groups = {
  title: 'Groups',
  empty: 'No groups yet',
  emptyText:
    'Profiles are assigned to groups. Members are selected by a rule, such as a group tag, or added manually.',
  create: 'Create group',
  columns: {
    name: 'Name',
    kind: 'Kind',
    rule: 'Rule',
    members: 'Members',
    used: 'Used by',
    created: 'Created',
  },
  searchHint: 'Search by a part of the name.',
  chooseOne: 'Choose a group from the list.',
  typeForMore: 'There are more: type a part of the name.',
  byRule: 'By rule',
  byHand: 'Assigned',
  name: 'Name',
  rule: 'Rule',
  ruleHint: 'Empty: members are added manually.',
  ready: 'Predefined rules',
  readyAll: 'All Autopilot devices',
  readyTag: 'By group tag',
  readyOrder: 'By purchase order',
  membersCounted: (n: number | undefined) =>
    n === undefined ? 'Members' : `Members: ${number(n)}`,
  noMembers: 'This group has no members.',
  selects: (n: number) => `Selects ${counted(n, 'device', 'devices')} now.`,
  more: (n: number) => `and ${number(n)} more`,
  carries: (roles: string) =>
    `Its members get the role ‘${roles}’. Only someone who could assign that role can change its members.`,
  delete: 'Delete group',
  deleteTitle: (name: string) => `Delete the group ‘${name}’?`,
  deleteText: 'Profiles and roles that are assigned to it no longer apply to its members.',
  deleted: 'The group was deleted.',
  saved: 'The group was saved.',
} as const
