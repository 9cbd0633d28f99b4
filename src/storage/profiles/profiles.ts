/** Deployment profiles and their assignments in PostgreSQL. */
import { type Selectable, type SqlBool, sql } from 'kysely'
import {
  type Assignment,
  allDevicesGroup,
  groupOf,
  type Profile,
  type ProfileField,
  type ProfileSettings,
  type Profiles,
} from '../../core/profiles/profile.ts'
import { parseUuid } from '../../core/uuid.ts'
import { type Columns, column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import type { DeploymentProfileTable, ProfileAssignmentTable } from '../sql/tables/profiles.ts'

const columns: Columns<ProfileField> = {
  id: column('profile_id', 'id', required),
  displayName: column('display_name', 'text', required),
  description: { type: 'text', nullable: true, sql: sql`(settings->>'description')` },
  createdAt: column('created_at', 'date', required),
  modifiedAt: column('modified_at', 'date', required),
}

export function profilesIn({ db, pool, transaction }: Store): Profiles {
  return {
    async find(tenantId, id) {
      const profileId = parseUuid(id)
      if (profileId === undefined) return undefined
      return (await this.findAll(tenantId, [profileId])).get(profileId)
    },

    async findAll(tenantId, ids) {
      if (ids.length === 0) return new Map()
      const rows = await db
        .selectFrom('deployment_profile')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('profile_id', 'in', [...ids])
        .execute()
      return new Map(rows.map((row) => [row.profile_id, toProfile(row)]))
    },

    async list(tenantId, query) {
      const found = await listRows<Selectable<DeploymentProfileTable>, ProfileField>(
        db,
        {
          from: sql.table('deployment_profile'),
          within: sql<SqlBool>`tenant_id = ${tenantId}`,
          columns,
          ids: ['id'],
        },
        query,
      )
      return { ...found, rows: found.rows.map(toProfile) }
    },

    add(tenantId, profile, most) {
      return transaction(async ({ client }) => {
        // One at a time per tenant, or two could both take the last free place.
        await client.query('select from tenant where tenant_id = $1 for update', [tenantId])
        const { rowCount } = await client.query(
          `insert into deployment_profile (tenant_id, profile_id, display_name, settings, created_at, modified_at)
           select $1, $2, $3, $4, $5, $6
           where (select count(*) from deployment_profile where tenant_id = $1) < $7`,
          [
            tenantId,
            profile.id,
            profile.displayName,
            settingsOf(profile),
            profile.createdAt,
            profile.modifiedAt,
            most,
          ],
        )
        return rowCount === 1 ? 'done' : 'full'
      })
    },

    async replace(tenantId, profile) {
      await pool.query(
        `update deployment_profile set display_name = $3, settings = $4, modified_at = $5
         where tenant_id = $1 and profile_id = $2`,
        [tenantId, profile.id, profile.displayName, settingsOf(profile), profile.modifiedAt],
      )
    },

    async remove(tenantId, id) {
      const profileId = parseUuid(id)
      if (profileId === undefined) return 'missing'
      return await transaction(async ({ client }) => {
        const owned = [tenantId, profileId]
        const found = await client.query(
          'select from deployment_profile where tenant_id = $1 and profile_id = $2 for update',
          owned,
        )
        if (found.rowCount === 0) return 'missing'
        const { rows } = await client.query(
          `select exists (select from profile_assignment where tenant_id = $1 and profile_id = $2)
            or exists (select from profile_device where tenant_id = $1 and profile_id = $2) as used`,
          owned,
        )
        if (rows[0].used) return 'in-use'
        await client.query(
          'delete from deployment_profile where tenant_id = $1 and profile_id = $2',
          owned,
        )
        return 'done'
      })
    },

    async assignments(tenantId, ids) {
      if (ids.length === 0) return []
      const rows = await db
        .selectFrom('profile_assignment')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('profile_id', 'in', [...ids])
        .orderBy('created_at')
        .orderBy('group_id')
        .execute()
      return rows.map(toAssignment)
    },

    async assign(tenantId, id, target) {
      const { rowCount } = await pool.query(
        `insert into profile_assignment (tenant_id, profile_id, target, group_id)
         select tenant_id, profile_id, $3, $4 from deployment_profile
         where tenant_id = $1 and profile_id = $2 for key share on conflict do nothing`,
        [tenantId, id, target.kind, groupOf(target)],
      )
      return rowCount === 1 ? 'done' : 'taken'
    },

    async unassign(tenantId, id, groupId) {
      const { rowCount } = await pool.query(
        'delete from profile_assignment where tenant_id = $1 and profile_id = $2 and group_id = $3',
        [tenantId, id, groupId],
      )
      return rowCount === 1
    },

    async give(tenantId, id, devices) {
      await pool.query(
        `insert into profile_device (tenant_id, device_id, profile_id)
         select tenant_id, device_id, $2 from device where tenant_id = $1 and device_id = any($3::uuid[])
         order by device_id
         on conflict (tenant_id, device_id) do update set profile_id = excluded.profile_id,
           created_at = excluded.created_at
         where profile_device.profile_id <> excluded.profile_id`,
        [tenantId, id, devices],
      )
    },
  }
}

function settingsOf({ id: _, displayName, createdAt, modifiedAt, ...settings }: Profile): string {
  return JSON.stringify(settings)
}

function toProfile(row: Selectable<DeploymentProfileTable>): Profile {
  return {
    ...(row.settings as ProfileSettings),
    id: row.profile_id,
    displayName: row.display_name,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  }
}

export function toAssignment(row: Selectable<ProfileAssignmentTable>): Assignment {
  const kind = row.group_id === allDevicesGroup ? 'allDevices' : row.target
  return {
    profileId: row.profile_id,
    createdAt: row.created_at,
    target:
      kind === 'allDevices'
        ? { kind }
        : { kind: kind === 'excludedGroup' ? kind : 'group', groupId: row.group_id },
  }
}
