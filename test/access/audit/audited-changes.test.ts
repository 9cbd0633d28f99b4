/** Changes and the audit trail: one entry for each, in the same transaction, and without it no change. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, json, openRegistry } from '../../support/registry.ts'
import {
  contentOf,
  populate,
  type Registry,
  type RouteRequest,
  routeRequests,
} from '../route-requests.ts'

let registry: Registry
let client: Client

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
})

afterAll(() => registry.close())

const identities = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

async function entries(): Promise<readonly { seq: number; activity: string; entry: string }[]> {
  const { rows } = await registry.store.pool.query(
    "select seq, entry::jsonb ->> 'activity' as activity, entry from audit_entry where tenant_id = $1 order by seq",
    [client.tenantId],
  )
  return rows
}

async function countEntries(): Promise<number> {
  const { rows } = await registry.store.pool.query<{ seq: string }>(
    'select seq from audit_head where tenant_id = $1',
    [client.tenantId],
  )
  return Number(rows[0]?.seq ?? 0)
}

/** Bodies without which a route does nothing, by method and the end of its path; the others take an empty object. */
const bodies: Readonly<Record<string, (name: string) => object>> = {
  'POST /deletedevices': (name) => ({ serialNumbers: [name] }),
  'POST /assignusertodevice': () => ({ userPrincipalName: 'kim@contoso.test' }),
  'POST /assignresourceaccounttodevice': () => ({ userPrincipalName: 'a@b.test' }),
  'POST /groups': (displayName) => ({
    displayName,
    mailNickname: 'n',
    mailEnabled: false,
    securityEnabled: true,
  }),
  'POST /windowsautopilotdeploymentprofiles': (displayName) => ({
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName,
  }),
  'POST /roles': (displayName) => ({ displayName, permissions: ['devices.read'] }),
  'POST /applications': (displayName) => ({ displayName }),
  'POST /identity-providers': (displayName) => ({
    displayName,
    issuer: 'https://login.example',
    clientId: 'taxiway',
  }),
  'POST /webhooks': (description) => ({ url: 'https://receiver.example/hooks', description }),
  'PUT /sign-in-policy': () => ({ deviceCode: true }),
  'PUT /registration-policy': () => ({ assignedUserMustExist: false }),
  'POST /windowsautopilotdeviceidentities': device,
  'POST /importedwindowsautopilotdeviceidentities': device,
  'POST /importeddeviceidentities': device,
}

function device(serialNumber: string): object {
  return { serialNumber, hardwareIdentifier: 'T0E=' }
}

function bodyFor({ path, method }: RouteRequest, name: string): object {
  return bodies[`${method} /${path.split('/').at(-1)}`]?.(name) ?? {}
}

test('every route that changes something leaves exactly one entry where it succeeds, and none where it fails', async () => {
  const wrong: string[] = []
  let succeeded = 0
  for (const [i] of routeRequests(registry, {}).entries()) {
    const probe = routeRequests(registry, {})[i]
    if (!probe?.changes) continue
    const name = `D${i}`
    const ids = await populate(client, 'Kiosk', name)
    const route = routeRequests(registry, ids)[i] ?? probe
    const earlier = await countEntries()
    const answer = await client.ask(route.method, route.url, bodyFor(route, name))
    const more = (await countEntries()) - earlier
    if (answer.ok) succeeded += 1
    const expected = answer.ok || answer.status === 403 ? 1 : 0
    if (more !== expected) wrong.push(`${route.title}: ${answer.status}, ${more} entries`)
  }
  expect(wrong).toEqual([])
  expect(succeeded).toBeGreaterThan(40)
})

test('an entry says who, what, where and which values, before and after', async () => {
  const ids = await populate(client, 'Kiosk', 'TOLD')
  await client.ask('POST', `${identities}/${ids.device}/updateDeviceProperties`, {
    groupTag: 'Lobby',
  })
  const { entry } = (await entries()).at(-1) ?? { entry: '{}' }
  expect(JSON.parse(entry)).toMatchObject({
    activity: 'Action updateDeviceProperties WindowsAutopilotDeviceIdentity',
    category: 'Enrollment',
    result: 'Success',
    actor: { kind: 'application', applicationId: client.applicationId },
    resources: [
      {
        type: 'WindowsAutopilotDeviceIdentity',
        id: ids.device,
        name: 'TOLD',
        properties: [{ name: 'groupTag', before: 'Kiosk', after: 'Lobby' }],
      },
    ],
  })
})

test('while the trail takes no entries, every change is refused with 503 and undone', async () => {
  const ids = await populate(client, 'Kiosk', 'FAILING')
  const start = await contentOf(registry)
  await registry.store.pool.query('alter function append_audit rename to append_audit_gone')
  const wrong: string[] = []
  for (const route of routeRequests(registry, ids).filter(({ changes }) => changes)) {
    const answer = await client.ask(route.method, route.url, bodyFor(route, 'FAILING'))
    if (answer.ok || answer.status === 403) wrong.push(`${answer.status} ${route.title}`)
  }
  await registry.store.pool.query('alter function append_audit_gone rename to append_audit')
  expect(wrong).toEqual([])
  expect(await contentOf(registry)).toBe(start)
  expect((await client.ask('GET', `${identities}/${ids.device}`)).status).toBe(200)
})

test('what fails half-way is undone, and is not in the trail', async () => {
  const earlier = await entries()
  const taken = { displayName: 'Twice', permissions: ['devices.read'] }
  await client.ask('POST', '/admin/v1/roles', taken)
  expect((await client.ask('POST', '/admin/v1/roles', taken)).status).toBe(409)
  expect((await entries()).length).toBe(earlier.length + 1)
})

test('changes that meet wait for each other, and each is in the trail', async () => {
  const ids = await populate(client, 'Kiosk', 'RACING')
  const earlier = (await entries()).length
  const path = `${identities}/${ids.device}/updateDeviceProperties`
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => client.ask('POST', path, { displayName: `PC-${i}` })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(204))
  expect((await entries()).length).toBe(earlier + 30)
})

test('the admin API filters the trail, and pages through it', async () => {
  const page = await json(client.ask('GET', '/admin/v1/audit?limit=5&category=Role'))
  expect(new Set(page.value.map((each: { category: string }) => each.category))).toEqual(
    new Set(['Role']),
  )
  const next = await json(
    client.ask(
      'GET',
      `/admin/v1/audit?limit=5&category=Role&after=${encodeURIComponent(page.next)}`,
    ),
  )
  expect(next.value[0].seq).toBeLessThan(page.value.at(-1).seq)
  const later = await json(client.ask('GET', '/admin/v1/audit?from=2999-01-01T00:00:00Z'))
  expect(later.value).toEqual([])
})

const auditEvents = '/v1.0/deviceManagement/auditEvents'

test('Graph lists the trail with filters, and each event alone', async () => {
  const filter = encodeURIComponent("activity eq 'Create Role' and category eq 'Role'")
  const order = encodeURIComponent('activityDateTime desc')
  const { value } = await json(
    client.ask('GET', `${auditEvents}?$filter=${filter}&$orderby=${order}&$top=3`),
  )
  expect(value).toHaveLength(3)
  expect(value[0]).toMatchObject({
    activityResult: 'Success',
    activityOperationType: 'Create',
    category: 'Role',
    actor: { auditActorType: 'Application', applicationId: client.applicationId },
    resources: [{ auditResourceType: 'Role', modifiedProperties: [{ oldValue: null }] }],
  })
  expect(await json(client.ask('GET', `${auditEvents}/${value[0].id}`))).toMatchObject(value[0])
  const other = await registry.newTenant()
  expect((await other.ask('GET', `${auditEvents}/${value[0].id}`)).status).toBe(404)
})

test('Graph names the categories, and what happened in one', async () => {
  const categories = await json(client.ask('GET', `${auditEvents}/getAuditCategories()`))
  expect(categories.value).toContain('Enrollment')
  const path = `${auditEvents}/getAuditActivityTypes(category='Role')`
  const activities = await json(client.ask('GET', path))
  expect(activities.value).toContain('Create Role')
  expect(activities.value).not.toContain('Create Group')
})

test('the CSV export is safe in a spreadsheet', async () => {
  const displayName = '=HYPERLINK("http://evil.test","x")'
  await client.ask('POST', '/admin/v1/roles', { displayName, permissions: ['devices.read'] })
  const answer = await client.ask('GET', '/admin/v1/audit/export?format=csv&category=Role')
  const text = await answer.text()
  expect(answer.headers.get('content-disposition')).toContain('attachment')
  expect(text.split('\r\n')[0]).toBe(
    'id,time,category,activity,result,reason,actor,address,resources,changes,correlationId',
  )
  expect(text).toContain('Role =HYPERLINK(""http://evil.test"",""x"")')
  for (const cell of text.matchAll(/(?:^|,)"((?:[^"]|"")*)"/gm))
    expect(cell[1]).not.toMatch(/^[=+\-@\t\r]/)
})
