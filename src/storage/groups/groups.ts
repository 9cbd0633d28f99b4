/** Groups of the directory in PostgreSQL. */
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Group, GroupField, Groups, GroupText } from '../../core/groups/group.ts'
import { parseUuid } from '../../core/uuid.ts'
import { type Columns, column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import type { DirectoryGroupTable } from '../sql/tables/directory.ts'
import { groupMembersIn } from './group-members.ts'

const columns: Columns<GroupField> = {
  id: column('group_id', 'id', required),
  displayName: column('display_name', 'text', required),
  description: column('description'),
  mailNickname: column('mail_nickname', 'text', required),
  rule: column('dynamic_rule'),
  createdAt: column('created_at', 'date', required),
  securityEnabled: { type: 'boolean', nullable: false, sql: sql`(not false)` },
  mailEnabled: { type: 'boolean', nullable: false, sql: sql`(not true)` },
  groupTypes: {
    type: 'texts',
    any: (passes) =>
      sql<SqlBool>`(dynamic_rule is not null and ${passes(sql<string>`'DynamicMembership'::text`)})`,
  },
}

export function groupsIn(store: Store): Groups {
  const { db, transaction } = store
  return {
    ...groupMembersIn(store),

    async find(tenantId, id) {
      const groupId = parseUuid(id)
      if (groupId === undefined) return undefined
      const row = await db
        .selectFrom('directory_group')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('group_id', '=', groupId)
        .executeTakeFirst()
      return row && toGroup(row)
    },

    async list(tenantId, query) {
      const found = await listRows<Selectable<DirectoryGroupTable>, GroupField>(
        db,
        {
          from: sql.table('directory_group'),
          within: sql<SqlBool>`tenant_id = ${tenantId}`,
          columns,
          ids: ['id'],
        },
        query,
      )
      return { ...found, rows: found.rows.map(toGroup) }
    },

    async add(tenantId, id, group) {
      await db
        .insertInto('directory_group')
        .values({
          tenant_id: tenantId,
          group_id: id,
          display_name: group.displayName,
          description: group.description,
          mail_nickname: group.mailNickname,
          dynamic_rule: group.rule,
          is_assignable_to_role: group.isAssignableToRole ?? null,
        })
        .execute()
    },

    async change(tenantId, id, changes) {
      const groupId = parseUuid(id)
      if (groupId === undefined) return undefined
      const row = await db
        .updateTable('directory_group')
        .from(sql<{ now: Date }>`(select business_now() as now)`.as('moment'))
        .set(changedColumns(changes))
        .where('tenant_id', '=', tenantId)
        .where('group_id', '=', groupId)
        .returningAll('directory_group')
        .executeTakeFirst()
      return row && toGroup(row)
    },

    async remove(tenantId, id) {
      const groupId = parseUuid(id)
      if (groupId === undefined) return false
      return await transaction(async ({ client }) => {
        const owned = [tenantId, groupId]
        // In the order of `remove-devices.ts`, so that deleting a member at the same time cannot deadlock.
        await client.query(
          `select from group_member where tenant_id = $1 and (group_id = $2 or member_id = $2)
           order by member_id, group_id for update`,
          owned,
        )
        // Role assignments of the group are deleted with it.
        await client.query(
          `delete from role_assignment
           where tenant_id = $1 and principal_id = $2 and principal_kind = 'group'`,
          owned,
        )
        for (const table of ['group_member', 'group_owner', 'profile_assignment'])
          await client.query(`delete from ${table} where tenant_id = $1 and group_id = $2`, owned)
        await client.query(
          'delete from group_member where tenant_id = $1 and member_id = $2',
          owned,
        )
        const { rowCount } = await client.query(
          'delete from directory_group where tenant_id = $1 and group_id = $2',
          owned,
        )
        return rowCount === 1
      })
    },

    async containing(tenantId, memberId) {
      const rows = await db
        .selectFrom('directory_group')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where(
          sql<boolean>`exists (select from group_member as member where member.tenant_id = directory_group.tenant_id
            and member.group_id = directory_group.group_id and member.member_id = ${memberId})`,
        )
        .orderBy('group_id')
        .execute()
      return rows.map(toGroup)
    },
  }
}

function changedColumns({ displayName, description, mailNickname, rule }: Partial<GroupText>) {
  return {
    group_id: sql<string>`group_id`,
    ...(displayName !== undefined && { display_name: displayName }),
    ...(description !== undefined && { description }),
    ...(mailNickname !== undefined && { mail_nickname: mailNickname }),
    ...(rule !== undefined && {
      dynamic_rule: rule,
      rule_changed_at: sql<Date>`case when dynamic_rule is distinct from ${rule}
        then moment.now else rule_changed_at end`,
    }),
  }
}

function toGroup(row: Selectable<DirectoryGroupTable>): Group {
  return {
    id: row.group_id,
    displayName: row.display_name,
    description: row.description,
    mailNickname: row.mail_nickname,
    rule: row.dynamic_rule,
    isAssignableToRole: row.is_assignable_to_role,
    createdAt: row.created_at,
    ruleChangedAt: row.rule_changed_at,
  }
}
