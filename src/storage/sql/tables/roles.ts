/** The tables of roles as Kysely sees them; `migrations/0007_access.sql` says what they are for. */
import type { Generated } from 'kysely'

export type RoleDefinitionTable = {
  tenant_id: string
  role_id: string
  display_name: string
  description: string
  permissions: string[]
  created_at: Generated<Date>
}

export type RoleAssignmentTable = {
  tenant_id: string
  assignment_id: string
  role_id: string
  principal_kind: 'user' | 'group' | 'application'
  principal_id: string
  group_tags: string[] | null
  created_at: Generated<Date>
}

export type SeedGivenTable = {
  tenant_id: string
  kind: string
  subject: string
  given_at: Generated<Date>
}

/** To be joined with the other tables of the database. */
export type RoleTables = {
  role_definition: RoleDefinitionTable
  role_assignment: RoleAssignmentTable
  seed_given: SeedGivenTable
}
