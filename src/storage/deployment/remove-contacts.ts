/** Records of a device's first boots are deleted with the device. */
import type pg from 'pg'

const tables = ['device_key', 'device_contact', 'deployment_event', 'deployment_session'] as const

/** `of`: the tenant, and the ids of its devices. */
export async function removeContacts(
  client: Pick<pg.ClientBase, 'query'>,
  of: readonly unknown[],
): Promise<void> {
  for (const table of tables)
    await client.query(
      `delete from ${table} where tenant_id = $1 and device_id = any($2::uuid[])`,
      [...of],
    )
}
