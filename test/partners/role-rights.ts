/** Who may do what of partners and lifecycle, role by role, at the routes: run on the server of `states.test.ts`. */
import { expect, test } from 'vitest'
import { oemToken } from './known-devices.ts'
import { ids, partnerAudience, type World } from './partner-world.ts'

const id = '00000000-0000-4000-8000-000000000002'
const graph = '/v1.0/deviceManagement'
const customer = `/v1/customers/${ids.customerId}`

type Role =
  | 'Global Administrator'
  | 'Intune Administrator'
  | 'Autopilot device manager'
  | 'Autopilot service desk'
  | 'Autopilot approver'
  | 'Admin agent'
  | 'Sales agent'
  | 'OEM'

const admins = ['Global Administrator', 'Intune Administrator'] as const
const managers = [...admins, 'Autopilot device manager'] as const
const desk = [...managers, 'Autopilot service desk'] as const
const everybody = [...desk, 'Autopilot approver'] as const
const agents = ['Admin agent', 'Sales agent'] as const

/** Each act by one of its routes; the ids name nothing: those who may do it get another answer than a refusal. */
const acts: readonly (readonly [
  act: string,
  method: string,
  path: string,
  who: readonly Role[],
])[] = [
  ['grant a consent', 'POST', `/admin/v1/relationship-requests/${id}/accept`, [admins[0]]],
  ['revoke a consent', 'POST', `/admin/v1/consents/${id}/revoke`, admins],
  ['see what partners write', 'GET', '/admin/v1/partners', everybody],
  ['add devices', 'POST', '/admin/v1/imports', managers],
  ['add devices', 'POST', `${graph}/importedWindowsAutopilotDeviceIdentities`, managers],
  ['add devices', 'POST', `${customer}/deviceBatches`, agents],
  ['add devices', 'POST', '/oem/v1/devices', ['OEM']],
  ['read', 'GET', `${graph}/windowsAutopilotDeviceIdentities`, everybody],
  ['read', 'GET', `${customer}/deviceBatches`, agents],
  ['read', 'GET', '/oem/v1/submissions', ['OEM']],
  [
    'remove own additions',
    'DELETE',
    `${customer}/deviceBatches/none/devices/${id}`,
    ['Admin agent'],
  ],
  ['remove any', 'DELETE', `${graph}/windowsAutopilotDeviceIdentities/${id}`, managers],
  ['profiles of the channel', 'POST', `${customer}/policies`, ['Admin agent']],
  ['ask for a relationship', 'POST', '/admin/v1/partner/relationship-requests', ['Admin agent']],
  ['make a removal plan', 'POST', '/admin/v1/removal-plans', desk],
  ['run a removal plan', 'POST', `/admin/v1/removal-plans/${id}/run`, managers],
  ['offer a transfer', 'POST', '/admin/v1/transfers', managers],
  ['accept a transfer', 'POST', '/admin/v1/transfers/accept', admins],
  ['release', 'POST', '/admin/v1/releases', admins],
  ['open a repair case', 'POST', '/admin/v1/repair-cases', desk],
  ['approve', 'POST', `/admin/v1/approvals/${id}/approve`, ['Autopilot approver']],
  ['change the approval policy', 'PUT', '/admin/v1/approval-policy', [admins[0]]],
  ['add a webhook', 'POST', '/admin/v1/webhooks', admins],
]

const roles: readonly Role[] = [...everybody, ...agents, 'OEM']

export function roleRights(site: () => World): void {
  test('each role does what its row of the table says, and nothing else', async () => {
    const world = site()
    const tokens = await tokensOf(world)
    const wrong: string[] = []
    for (const [act, method, path, who] of acts)
      for (const role of roles) {
        const token = tokens(role, path)
        const sent = { token, ...(method !== 'GET' && method !== 'DELETE' && { body: {} }) }
        const { status, body } = await world.send(method, path, sent)
        const isRefused = status === 401 || status === 403
        expect(status, `${method} ${path}: ${JSON.stringify(body)}`).toBeLessThan(500)
        if (isRefused === who.includes(role))
          wrong.push(`${role}: ${act} (${method} ${path}) is ${status}`)
      }
    expect(wrong).toEqual([])
  })
}

/** Of somebody with that role alone, for the service that the path is of. */
async function tokensOf(world: World) {
  await world.consent({
    scopes: ['devices.add', 'devices.read.own', 'devices.remove.own', 'policies.manage'],
  })
  const made = new Map<string, string>()
  for (const role of roles) {
    const isAgent = role === 'Admin agent' || role === 'Sales agent'
    const tenantId = isAgent ? ids.partnerId : ids.customerId
    for (const aud of ['https://graph.microsoft.com', partnerAudience]) {
      const name = `only ${role}`.toLowerCase().replaceAll(' ', '-')
      const own = role === 'OEM' ? [] : [role]
      made.set(`${role} ${aud}`, await world.personToken(tenantId, { name, roles: own, aud }))
    }
  }
  const oem = await oemToken(world.registry)
  return (role: Role, path: string): string => {
    if (role === 'OEM') return oem
    const aud = path.startsWith('/v1/') ? partnerAudience : 'https://graph.microsoft.com'
    return made.get(`${role} ${aud}`) ?? ''
  }
}
