/** Two servers on one database, and people who ask and decide. */
import { randomBytes, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import { allRoles } from '../../src/core/access/permissions.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { peopleOf } from '../factors/registry-people.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, type Json, openRegistry, origin } from '../support/registry.ts'
import type { Asker, FleetDevice } from './fleet-site.ts'

const wrap = wrapWith(randomBytes(32))

export const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

type Server = { fetch(request: Request): Promise<Response> | Response }

export let registry: Awaited<ReturnType<typeof openRegistry>>
export let store: ReturnType<typeof openStore>
export let other: Server
export let robot: Client
export let people: Awaited<ReturnType<typeof peopleOf>>
export let [adi, bea, cyd]: Asker[] = []

export const ids: Record<string, string> = {}

export async function openStage() {
  registry = await openRegistry(localBackend, { wrap })
  store = openStore({ connectionString: registry.connectionString })
  const rest = { onImport: () => undefined, report: () => undefined }
  other = await createApp({ store, wrap, publicUrl: origin, ...rest })
  robot = await registry.newTenant(undefined, { limited: true })
  people = await peopleOf(registry, robot, allRoles)
  const roles = {
    adi: ['Global Administrator'],
    bea: ['Autopilot approver'],
    cyd: ['Global Administrator', 'Autopilot approver'],
  }
  for (const [name, given] of Object.entries(roles)) ids[name] = (await people.add(name, given)).id
  adi = await people.signIn('adi')
  bea = await people.signIn('bea')
  cyd = await people.signIn('cyd')
}

export const who = () => {
  if (!adi || !bea || !cyd) throw new Error('nobody has signed in')
  return { adi, bea, cyd }
}

export const sql = (text: string, values: unknown[] = []) => registry.store.pool.query(text, values)

export let devices: FleetDevice[] = []

export async function beginTest() {
  await registry.freeDevices()
  await sql(
    'truncate destructive_act, approval, approval_policy, removal_plan, removal_plan_device, deleted_device',
  )
  devices = await fleet(60)
}

export async function fleet(count: number): Promise<FleetDevice[]> {
  const made = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    serial: `PF-${String(n).padStart(5, '0')}`,
  }))
  await sql(
    `insert into device (tenant_id, device_id, serial_number, user_principal_name, group_tag, directory_object_id, directory_device_id)
     select $1, id, serial, 'ada@contoso.test', 'Lab', gen_random_uuid(), gen_random_uuid()
     from unnest($2::uuid[], $3::text[]) as made(id, serial)`,
    [robot.tenantId, made.map(({ id }) => id), made.map(({ serial }) => serial)],
  )
  return made
}

export async function left(): Promise<number> {
  const { rows } = await sql('select count(*)::int as devices from device')
  return rows[0].devices
}

export const deleteAll = (by: Asker, some: readonly FleetDevice[] = devices) =>
  by.ask('POST', `${devicesPath}/deleteDevices`, {
    serialNumbers: some.map(({ serial }) => serial),
  })

/** The approval that the refusal names. */
export async function refused(answer: Promise<Response>): Promise<string> {
  const got = await answer
  const { error }: Json = await got.json()
  expect([got.status, error.code.toLowerCase().replace('-', '')]).toEqual([403, 'approvalrequired'])
  const [id] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(error.message) ?? []
  if (id === undefined) throw new Error(error.message)
  return id
}

/** `way`: what is done, if it is not to approve; or the digest that was seen. */
export const decide = async (
  by: Asker,
  id: string,
  way: string | { digest: string } = 'approve',
) => {
  const [how, body] = typeof way === 'string' ? [way, {}] : ['approve', way]
  return (await by.ask('POST', `/admin/v1/approvals/${id}/${how}`, body)).status
}
