/** Who belongs to groups, in PostgreSQL: members that were added, and owners. */
import { type SqlBool, sql } from 'kysely'
import type { Groups } from '../../core/groups/group.ts'
import type { GroupOwners } from '../../core/groups/group-owners.ts'
import { column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'

type Members = Pick<
  Groups,
  'addMembers' | 'removeMember' | 'memberCounts' | 'firstMembers' | 'members'
>

export function groupMembersIn({ db, pool }: Pick<Store, 'db' | 'pool'>): Members {
  return {
    async addMembers(tenantId, id, members) {
      // Returned, because a database that is spread over nodes counts those that were there already as inserted.
      const { rows } = await pool.query(
        `insert into group_member (tenant_id, group_id, member_id)
         select $1, $2, member from unnest($3::uuid[]) as given(member)
         order by member on conflict do nothing returning member_id`,
        [tenantId, id, members],
      )
      return rows.length
    },

    async removeMember(tenantId, id, member) {
      const { rowCount } = await pool.query(
        'delete from group_member where tenant_id = $1 and group_id = $2 and member_id = $3',
        [tenantId, id, member],
      )
      return rowCount === 1
    },

    async memberCounts(tenantId) {
      const { rows } = await pool.query<{ group_id: string; members: number }>(
        'select group_id, count(*)::int as members from group_member where tenant_id = $1 group by group_id',
        [tenantId],
      )
      return new Map(rows.map(({ group_id, members }) => [group_id, members]))
    },

    async firstMembers(tenantId, ids, limit) {
      const { rows } = await pool.query<{ group_id: string; members: string[] }>(
        `select given.group_id, array(
           select member_id from group_member as member
           where member.tenant_id = $1 and member.group_id = given.group_id
           order by member_id limit $3) as members
         from directory_group as given where given.tenant_id = $1 and given.group_id = any($2::uuid[])`,
        [tenantId, ids, limit],
      )
      return new Map(rows.map(({ group_id, members }) => [group_id, members]))
    },

    async members(tenantId, id, page) {
      const found = await listRows<{ member_id: string }, 'id'>(
        db,
        {
          from: sql.table('group_member'),
          within: sql<SqlBool>`tenant_id = ${tenantId} and group_id = ${id}`,
          columns: { id: column('member_id', 'id', required) },
          ids: ['id'],
        },
        { page },
      )
      return { ...found, rows: found.rows.map(({ member_id }) => member_id) }
    },
  }
}

export function groupOwnersIn({ pool }: Pick<Store, 'pool'>): GroupOwners {
  const ownersOf: GroupOwners['of'] = async (tenantId, groupIds) => {
    const { rows } = await pool.query<{ group_id: string; owners: string[] }>(
      `select group_id, array_agg(owner_id order by added_at, owner_id) as owners from group_owner
       where tenant_id = $1 and group_id = any($2::uuid[]) group by group_id`,
      [tenantId, groupIds],
    )
    return new Map(rows.map(({ group_id, owners }) => [group_id, owners]))
  }
  return {
    of: ownersOf,

    async hold({ tenantId, groupId }) {
      await pool.query(
        'select from directory_group where tenant_id = $1 and group_id = $2 for update',
        [tenantId, groupId],
      )
      return (await ownersOf(tenantId, [groupId])).get(groupId) ?? []
    },

    async add({ tenantId, groupId }, owners) {
      // Returned, because a database that is spread over nodes counts those that were there already as inserted.
      const { rows } = await pool.query(
        `insert into group_owner (tenant_id, group_id, owner_id)
         select $1, $2, owner from unnest($3::uuid[]) as given(owner)
         order by owner on conflict do nothing returning owner_id`,
        [tenantId, groupId, owners],
      )
      return rows.length
    },

    async remove({ tenantId, groupId }, owner) {
      const { rowCount } = await pool.query(
        'delete from group_owner where tenant_id = $1 and group_id = $2 and owner_id = $3',
        [tenantId, groupId, owner],
      )
      return rowCount === 1
    },
  }
}
