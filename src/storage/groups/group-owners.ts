/** Owners of groups in PostgreSQL. */
import type { GroupOwners } from '../../core/groups/group-owners.ts'
import type { Store } from '../sql/store.ts'

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
