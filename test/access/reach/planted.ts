/** A tenant with one of everything that answers can name, each under a name that is found in any of them. */
import { randomUUID } from 'node:crypto'
import { encodeHardwareHash } from 'taxiway-hardware-hash'
import { base64, described, laptop, withOtherKey } from '../../support/machines.ts'
import { type Client, type Json, json } from '../../support/registry.ts'
import { type Ids, type Registry, type RouteRequest, routeRequests } from '../route-requests.ts'
import { personOf } from '../things.ts'

const beta = '/beta/deviceManagement'

/** What is found in an answer, by what it is of. */
export const marks = {
  device: ['PLANTED-SERIAL', 'PLANTED-MAKER', 'PLANTED-MODEL', 'PLANTED-ORDER', 'PLANTED-ADDRESS'],
  tag: ['PLANTED-TAG'],
  import: ['PLANTED-LABEL', 'PLANTED-FILE'],
  job: ['PLANTED-%RAND'],
  profile: ['PLANTED-PROFILE'],
  group: ['PLANTED-GROUP'],
  role: ['PLANTED-ROLE'],
  application: ['PLANTED-APPLICATION'],
  person: ['planted-person'],
  repair: ['PLANTED-PROBLEM', 'PLANTED-CONTACT'],
  plan: ['PLANTED-REASON'],
  transfer: ['PLANTED-MESSAGE'],
  webhook: ['planted-hook.example'],
  code: ['PLANTED-CODE'],
  corporate: ['PLANTED-CORPORATE'],
  view: ['PLANTED-VIEW'],
} as const

export type Mark = keyof typeof marks

export function marksIn(text: string): readonly Mark[] {
  return (Object.keys(marks) as Mark[]).filter((each) =>
    marks[each].some((mark) => text.includes(mark)),
  )
}

export type Planted = {
  readonly device: string
  readonly kiosk: string
  /** Every route that reads, on the surfaces of administrators and of Graph, about that device. */
  reading(of: 'device' | 'kiosk'): readonly RouteRequest[]
  ask(path: string, body: object, method?: string): Promise<Json>
  /** Registers machines of that tag; the ids of their registrations. */
  register(tag: string, seeds: readonly string[], label?: string): Promise<readonly string[]>
}

export async function plant(registry: Registry, owner: Client): Promise<Planted> {
  const ask = async (path: string, body: object, method = 'POST') => {
    const answer = await owner.ask(method, path, body)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? {} : JSON.parse(text)
  }
  const register = async (tag: string, seeds: readonly string[], label = 'PLANTED-LABEL') => {
    const rows = seeds.map((seed, i) => rowOf(machine(seed, tag !== 'Kiosk'), { tag, line: i + 2 }))
    const { importId } = await ask('/admin/v1/imports', { label, rows })
    await registry.decideAll()
    const found = await json(owner.ask('GET', `/admin/v1/imports/${importId}/rows`))
    return found.value.map(({ deviceId }: Json) => deviceId)
  }
  await personOf(registry, owner, { name: 'planted-person', roles: [] })
  const [device = '', given = '', gone = ''] = await register('PLANTED-TAG', ['1', '2', '3'])
  const [kiosk = ''] = await register('Kiosk', ['kiosk'], 'kiosk.csv')
  const identities = `${beta}/windowsAutopilotDeviceIdentities`
  await ask(`${identities}/${device}/assignUserToDevice`, {
    userPrincipalName: 'planted-person@contoso.test',
    addressableUserName: 'PLANTED-ADDRESS',
  })
  await profileFor(ask, 'PLANTED-TAG')
  const { profile, group } = await profileFor(ask, 'Kiosk')
  await ask('/admin/v1/jobs', {
    kind: 'update-devices',
    selection: { ids: [device, kiosk] },
    change: { displayName: { template: 'PLANTED-%RAND:5%' } },
  })
  while (await registry.app.runNextJob());
  await ask(`/admin/v1/imports`, {
    label: 'PLANTED-LABEL',
    rows: [rowOf(withOtherKey(machine('1', true)), { tag: 'PLANTED-TAG', line: 2 })],
  })
  await registry.decideAll()
  const repair = await ask('/admin/v1/repair-cases', {
    deviceId: device,
    problem: { summary: 'PLANTED-PROBLEM' },
    contact: { name: 'PLANTED-CONTACT', timeZone: 'UTC' },
  })
  const plan = await ask('/admin/v1/removal-plans', {
    select: { ids: [device] },
    reason: 'PLANTED-REASON',
  })
  const transfer = await ask('/admin/v1/transfers', {
    deviceIds: [given],
    message: 'PLANTED-MESSAGE',
  })
  await ask(`${identities}/${gone}`, {}, 'DELETE')
  const role = await ask('/admin/v1/roles', {
    displayName: 'PLANTED-ROLE',
    permissions: ['devices.read'],
  })
  const { id: principalId } = await ask('/v1.0/groups', { displayName: 'PLANTED-GROUP by hand' })
  await ask('/admin/v1/role-assignments', { roleId: role.id, principalKind: 'group', principalId })
  const application = await ask('/admin/v1/applications', { displayName: 'PLANTED-APPLICATION' })
  const webhook = await ask('/admin/v1/webhooks', { url: 'https://planted-hook.example/' })
  await ask('/admin/v1/intake-codes', { label: 'PLANTED-CODE', groupTag: 'PLANTED-TAG' })
  await ask(`${beta}/importedDeviceIdentities/importDeviceIdentityList`, {
    importedDeviceIdentities: [
      {
        importedDeviceIdentifier: 'PLANTED-CORPORATE',
        importedDeviceIdentityType: 'serialNumber',
        description: 'PLANTED-CORPORATE',
      },
    ],
  })
  const view = { name: 'PLANTED-VIEW', path: '/devices', query: '', shared: false }
  await ask(`/admin/v1/views/${randomUUID()}`, view, 'PUT')

  const first = async (path: string) => (await json(owner.ask('GET', path))).value[0]?.id ?? ''
  const shared = {
    windowsautopilotdeploymentprofiles: profile,
    groups: group,
    roles: role.id,
    applications: application.applicationId,
    webhooks: webhook.id,
    'repair-cases': repair.id,
    'removal-plans': plan.id,
    transfers: transfer.id,
    'deleted-devices': gone,
    imports: await first('/admin/v1/imports'),
    jobs: await first('/admin/v1/jobs'),
    conflicts: await first('/admin/v1/conflicts'),
    users: await first('/v1.0/users'),
    importedwindowsautopilotdeviceidentities: await first(
      `${beta}/importedWindowsAutopilotDeviceIdentities`,
    ),
  }
  const objectOf = async (id: string) => {
    const { azureAdDeviceId } = await json(owner.ask('GET', `${identities}/${id}`))
    return await first(`/v1.0/devices?$filter=deviceId eq '${azureAdDeviceId}'`)
  }
  const objects = { device: await objectOf(device), kiosk: await objectOf(kiosk) }
  const reading: Planted['reading'] = (of) => {
    const id = of === 'device' ? device : kiosk
    const ids = { ...shared, device: id, windowsautopilotdeviceidentities: id }
    return [
      ...readingOf(registry, '/admin/v1/', { ...ids, devices: id }),
      ...readingOf(registry, '/v1.0/', { ...ids, devices: objects[of] }),
      ...readingOf(registry, '/beta/', { ...ids, devices: objects[of] }),
    ]
  }
  return { device, kiosk, reading, ask, register }
}

function readingOf(registry: Registry, base: string, ids: Ids): readonly RouteRequest[] {
  return routeRequests(registry, ids).filter(
    ({ method, url, path }) => method === 'GET' && url.startsWith(base) && !path.includes('{'),
  )
}

function machine(seed: string, isPlanted: boolean): Uint8Array {
  const bytes = laptop(`planted ${seed}`)
  if (!isPlanted) return bytes
  return encodeHardwareHash({
    ...described(bytes),
    serialNumber: `PLANTED-SERIAL-${seed}`,
    manufacturer: 'PLANTED-MAKER',
    model: 'PLANTED-MODEL',
  }).bytes
}

function rowOf(bytes: Uint8Array, { tag, line }: { readonly tag: string; readonly line: number }) {
  const file = tag === 'Kiosk' ? 'kiosk.csv' : 'PLANTED-FILE.csv'
  return { file, line, hardwareIdentifier: base64(bytes), groupTag: tag }
}

async function profileFor(ask: Planted['ask'], tag: string) {
  const { id: group } = await ask('/v1.0/groups', {
    displayName: `PLANTED-GROUP ${tag.length}`,
    membershipRule: `(device.devicePhysicalIds -any (_ -eq "[OrderID]:${tag}"))`,
  })
  const profiles = `${beta}/windowsAutopilotDeploymentProfiles`
  const { id: profile } = await ask(profiles, {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: `PLANTED-PROFILE ${tag.length}`,
  })
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: group }
  await ask(`${profiles}/${profile}/assignments`, { target })
  return { profile, group }
}
