/** Roles and their assignments in PostgreSQL; built-in roles are code, not rows. */
import type { Selectable } from 'kysely'
import { assignableRoles } from '../../core/access/built-in-roles.ts'
import { isPermission, type Permission } from '../../core/access/permissions.ts'
import type { Role, RoleAssignment, Roles } from '../../core/access/roles.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'
import type { RoleAssignmentTable, RoleDefinitionTable } from '../sql/tables/roles.ts'

export function rolesIn({ db, pool }: Store): Roles {
  const definitions = (tenantId: TenantId) =>
    db.selectFrom('role_definition').selectAll().where('tenant_id', '=', tenantId)

  return {
    async list(tenantId) {
      const rows = await definitions(tenantId).orderBy('created_at').execute()
      return rows.map(toRole)
    },

    async add(tenantId, { id, displayName, description, permissions }) {
      const added = await db
        .insertInto('role_definition')
        .values({
          tenant_id: tenantId,
          role_id: id,
          display_name: displayName,
          description,
          permissions: [...permissions],
        })
        .onConflict((on) => on.doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },

    async update(tenantId, { id, displayName, description, permissions }) {
      const updated = await db
        .updateTable('role_definition')
        .set({ display_name: displayName, description, permissions: [...permissions] })
        .where('tenant_id', '=', tenantId)
        .where('role_id', '=', id)
        .executeTakeFirst()
      return updated.numUpdatedRows === 1n
    },

    async remove(tenantId, id) {
      const owned = [tenantId, id]
      await pool.query('delete from role_assignment where tenant_id = $1 and role_id = $2', owned)
      const { rowCount } = await pool.query(
        'delete from role_definition where tenant_id = $1 and role_id = $2',
        owned,
      )
      return rowCount === 1
    },

    async assignments(tenantId) {
      const rows = await db
        .selectFrom('role_assignment')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('created_at')
        .execute()
      return rows.map(toAssignment)
    },

    async assign(tenantId, { id, roleId, principalKind, principalId, groupTags }) {
      await db
        .insertInto('role_assignment')
        .values({
          tenant_id: tenantId,
          assignment_id: id,
          role_id: roleId,
          principal_kind: principalKind,
          principal_id: principalId,
          group_tags: groupTags === null ? null : [...groupTags],
        })
        .execute()
    },

    async unassign(tenantId, id) {
      const row = await db
        .deleteFrom('role_assignment')
        .where('tenant_id', '=', tenantId)
        .where('assignment_id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && toAssignment(row)
    },

    async grantsOf(tenantId, { kind, id }) {
      const { rows } = await pool.query<{
        role_id: string
        permissions: string[] | null
        group_tags: string[] | null
      }>({
        name: 'role-grants',
        text: `select assignment.role_id, definition.permissions, assignment.group_tags from role_assignment as assignment
          left join role_definition as definition on definition.tenant_id = assignment.tenant_id and definition.role_id = assignment.role_id
          where assignment.tenant_id = $1 and ((assignment.principal_kind = $3 and assignment.principal_id = $2)
            or ($3 = 'user' and assignment.principal_kind = 'group' and assignment.principal_id in (
              select group_id from group_member where tenant_id = $1 and member_id = $2)))`,
        values: [tenantId, id, kind],
      })
      return rows.map(({ role_id, permissions, group_tags }) => ({
        permissions: known(permissions ?? []).concat(builtIn(role_id)),
        groupTags: group_tags,
      }))
    },
  }
}

function builtIn(roleId: string): readonly Permission[] {
  return assignableRoles.find(({ id }) => id === roleId)?.permissions ?? []
}

/** A permission unknown to this version permits nothing. */
function known(permissions: readonly string[]): Permission[] {
  return permissions.filter(isPermission)
}

function toRole(row: Selectable<RoleDefinitionTable>): Role {
  return {
    id: row.role_id,
    displayName: row.display_name,
    description: row.description,
    permissions: known(row.permissions),
    builtIn: false,
  }
}

function toAssignment(row: Selectable<RoleAssignmentTable>): RoleAssignment {
  return {
    id: row.assignment_id,
    roleId: row.role_id,
    principalKind: row.principal_kind,
    principalId: row.principal_id,
    groupTags: row.group_tags,
  }
}
