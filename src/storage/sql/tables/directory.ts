/** People and groups as Kysely sees them; `migrations/0005_directory.sql` says what they are for. */
import type { ColumnType, Generated } from 'kysely'
import type { Timestamp } from './timestamp.ts'

export type DirectoryUserTable = {
  tenant_id: string
  user_id: string
  user_principal_name: string
  /** The principal name in lower case. */
  name_key: ColumnType<string, never, never>
  display_name: string
  password_hash: string | null
  roles: string[]
  licensed: boolean
  created_at: Timestamp
  account_enabled: Generated<boolean>
  sign_ins_valid_from: Date | null
  first_password_until: ColumnType<Date | null, Date | null | undefined>
  lock_generation: Generated<number>
}

export type DirectoryGroupTable = {
  tenant_id: string
  group_id: string
  display_name: string
  description: string | null
  mail_nickname: string
  dynamic_rule: string | null
  created_at: Timestamp
  rule_changed_at: Timestamp
  is_assignable_to_role: ColumnType<boolean | null, boolean | null | undefined>
}

type GroupMemberTable = {
  tenant_id: string
  group_id: string
  member_id: string
  added_at: Timestamp
}

type GroupOwnerTable = {
  tenant_id: string
  group_id: string
  owner_id: string
  added_at: Timestamp
}

export type DirectoryTables = {
  directory_user: DirectoryUserTable
  directory_group: DirectoryGroupTable
  group_member: GroupMemberTable
  group_owner: GroupOwnerTable
}
