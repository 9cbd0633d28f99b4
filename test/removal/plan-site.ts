/** Two servers on one database, a tenant, and what tests do with removal plans. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { type Client, type Json, json, openRegistry, origin } from '../support/registry.ts'

export const devicesPath = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
const path = '/admin/v1/removal-plans'

export type PlanSite = Awaited<ReturnType<typeof openPlanSite>>

export async function openPlanSite() {
  const wrap = wrapWith(Buffer.alloc(32, 7))
  const registry = await openRegistry(undefined, { wrap })
  const otherStore = openStore({ connectionString: registry.connectionString })
  const rest = { onImport: () => undefined, report: () => undefined }
  const other = await createApp({ store: otherStore, wrap, publicUrl: origin, ...rest })
  const { pool } = registry.store
  let client: Client = await registry.newTenant()

  const sql = (text: string, values: unknown[] = []) => pool.query(text, values)
  const look = (id: string): Promise<Json> => json(client.ask('GET', `${path}/${id}`))

  async function act(id: string, verb: string): Promise<{ status: number; body: Json }> {
    const answer = await client.ask('POST', `${path}/${id}/${verb}`, {})
    return { status: answer.status, body: await answer.json() }
  }

  async function work(): Promise<void> {
    while (await registry.app.runNextJob());
  }

  return {
    registry,
    other,
    sql,
    look,
    act,
    work,
    get client() {
      return client
    },

    /** A tenant without devices and plans. */
    async begin() {
      await registry.freeDevices()
      await sql('truncate tenant_record, removal_plan, removal_plan_device')
      client = await registry.newTenant()
    },

    async register(...serials: string[]): Promise<string[]> {
      const ids = serials.map(() => randomUUID())
      await sql(
        `insert into device (tenant_id, device_id, serial_number, manufacturer, model, group_tag, user_principal_name,
           addressable_user_name, display_name, directory_object_id, directory_device_id)
         select $1, id, serial, 'Contoso', 'Book', 'Lab', 'ada@contoso.test', 'Ada', 'PC-1', gen_random_uuid(), gen_random_uuid()
         from unnest($2::uuid[], $3::text[]) as made(id, serial)`,
        [client.tenantId, ids, serials],
      )
      return ids
    },

    async enroll(serialNumber: string, more: object = {}): Promise<string> {
      const body = { deviceName: 'PC', serialNumber, ...more }
      const made = await client.ask('POST', '/v1.0/deviceManagement/managedDevices', body)
      expect(made.status, await made.clone().text()).toBe(201)
      return (await json(made)).id
    },

    async plan(select: object, more: object = {}): Promise<Json> {
      const made = await client.ask('POST', path, { select, ...more })
      expect(made.status, await made.clone().text()).toBe(201)
      return await made.json()
    },

    async ran(id: string): Promise<Json> {
      expect((await act(id, 'run')).status).toBe(202)
      await work()
      return await look(id)
    },

    async listed(): Promise<string[]> {
      const { value } = await json(client.ask('GET', `${devicesPath}?$top=999`))
      return value.map(({ id }: Json) => id)
    },

    async close() {
      await otherStore.close()
      await registry.close()
    },
  }
}
