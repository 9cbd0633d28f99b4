/** Simultaneous edits of different properties of one thing, on two servers: every acknowledged edit stays. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { thingsOf } from '../../access/things.ts'
import { openTwoServers, type TwoServers } from '../../access/two-servers.ts'
import type { Client } from '../../support/registry.ts'

let servers: TwoServers
let tenant: Client
let ids: Readonly<Record<string, string>>
beforeAll(async () => {
  servers = await openTwoServers()
  tenant = await servers.registry.newTenant()
  ids = await thingsOf(servers.registry, tenant)
})
afterAll(() => servers.close())

type Edited = {
  readonly path: () => string
  /** In round `n`; each changes something that no other names. */
  readonly bodies: (n: number) => readonly object[]
}

const management = '/beta/deviceManagement'
const kinds: Readonly<Record<string, Edited>> = {
  profile: {
    path: () =>
      `${management}/windowsAutopilotDeploymentProfiles/${ids['windowsautopilotdeploymentprofiles']}`,
    bodies: (n) => [
      { displayName: `name ${n}` },
      { description: `text ${n}` },
      { outOfBoxExperienceSetting: { escapeLinkHidden: n % 2 === 0 } },
      { outOfBoxExperienceSetting: { privacySettingsHidden: n % 2 === 0 } },
    ],
  },
  'directory device': {
    path: () => `/beta/devices/${ids['devices']}`,
    bodies: (n) => [
      { extensionAttributes: { extensionAttribute1: `one ${n}` } },
      { extensionAttributes: { extensionAttribute2: `two ${n}` } },
      { deviceCategory: `category ${n}` },
    ],
  },
  group: {
    path: () => `/v1.0/groups/${ids['groups']}`,
    bodies: (n) => [{ displayName: `name ${n}` }, { description: `text ${n}` }],
  },
  application: {
    path: () => `/admin/v1/applications/${ids['applications']}`,
    bodies: (n) => [
      { displayName: `name ${n}` },
      { roles: n % 2 === 0 ? ['User.Read.All'] : [] },
      { redirectUris: [`https://robot.example/${n}`] },
      { delegatedScopes: n % 2 === 0 ? ['User.Read.All'] : [] },
    ],
  },
  role: {
    path: () => `/admin/v1/roles/${ids['roles']}`,
    bodies: (n) => [
      { displayName: `name ${n}` },
      { permissions: n % 2 === 0 ? ['devices.read'] : ['devices.read', 'groups.read'] },
    ],
  },
  'first boot policy': {
    path: () => '/admin/v1/deployment-policy',
    bodies: (n) => [{ requireProof: n % 2 === 0 }, { requireEkCertificate: n % 2 === 0 }],
  },
}

type Act = readonly [method: string, path: string, body?: object]

async function ask(server: 0 | 1, [method, path, body]: Act) {
  const said = await servers.ask(server, {
    method,
    path,
    token: tenant.token,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(said.status, `${method} ${path} ${said.text}`).toBeLessThan(300)
  return said
}

test.each(Object.entries(kinds))('%s', async (...[, { path, bodies }]) => {
  for (let n = 0; n < 5; n++) {
    const wanted = bodies(n)
    await Promise.all(wanted.map((body, i) => ask(i % 2 === 0 ? 0 : 1, ['PATCH', path(), body])))
    const { text } = await ask(0, ['GET', path()])
    for (const body of wanted) expect(JSON.parse(text)).toMatchObject(body)
  }
})

/** Nobody who acts on the program at the same time brings back what is taken from it. */
async function whileTaking(taking: Act, others: readonly Act[]): Promise<void> {
  const all = [taking, ...others]
  await Promise.all(all.map((act, i) => ask(i % 2 === 0 ? 0 : 1, act)))
}

test('what was taken from a program does not come back with another act on it, on whichever surface', async () => {
  const path = `/admin/v1/applications/${ids['applications']}`
  const principal = `/v1.0/servicePrincipals/${ids['serviceprincipals']}`
  const others = (n: number): readonly Act[] => [
    ['PATCH', `/v1.0/applications(appId='${ids['applications']}')`, { displayName: `name ${n}` }],
    ['PATCH', principal, { accountEnabled: n % 2 === 0 }],
    ['PATCH', path, { redirectUris: [`https://robot.example/${n}`] }],
  ]
  for (let n = 0; n < 5; n++) {
    await ask(0, ['PATCH', path, { roles: ['User.Read.All', 'Group.Read.All'] }])
    await whileTaking(['PATCH', path, { roles: [] }], others(n))
    await ask(0, ['POST', `${path}/consent`, { scopes: ['User.Read.All'] }])
    await whileTaking(['DELETE', `${path}/consent`], others(n + 1))
    const { text } = await ask(1, ['GET', path])
    expect(JSON.parse(text)).toMatchObject({
      roles: [],
      consentedScopes: [],
      displayName: `name ${n + 1}`,
      redirectUris: [`https://robot.example/${n + 1}`],
    })
  }
})

test('roles that are given to a program one by one at once, and taken so, are all given and all taken', async () => {
  const path = `/v1.0/servicePrincipals/${ids['serviceprincipals']}/appRoleAssignments`
  await ask(0, ['PATCH', `/admin/v1/applications/${ids['applications']}`, { roles: [] }])
  const [graph] = JSON.parse(
    (
      await ask(0, [
        'GET',
        "/v1.0/servicePrincipals?$filter=displayName%20eq%20'Microsoft%20Graph'",
      ])
    ).text,
  ).value
  const roles = graph.appRoles.slice(0, 6)
  const given = await Promise.all(
    roles.map(({ id }: { id: string }, i: number) =>
      ask(i % 2 === 0 ? 0 : 1, [
        'POST',
        path,
        {
          principalId: ids['serviceprincipals'],
          resourceId: graph.id,
          appRoleId: id,
        },
      ]),
    ),
  )
  const listed = async () => JSON.parse((await ask(1, ['GET', path])).text).value
  expect(await listed()).toHaveLength(6)
  const taken = given.slice(0, 5).map(({ text }) => JSON.parse(text).id)
  await Promise.all(
    taken.map((id: string, i) => ask(i % 2 === 0 ? 0 : 1, ['DELETE', `${path}/${id}`])),
  )
  expect(await listed()).toHaveLength(1)
})

test('a policy is renamed, described and assigned at once', async () => {
  const base = `${management}/configurationPolicies`
  const given = { name: 'P', platforms: 'windows10', technologies: 'enrollment', settings: [] }
  const { id } = JSON.parse((await ask(0, ['POST', base, given])).text)
  const assigned = { target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }
  for (let n = 0; n < 5; n++) {
    await Promise.all([
      ask(0, ['PATCH', `${base}/${id}`, { name: `name ${n}` }]),
      ask(1, ['POST', `${base}/${id}/assign`, { assignments: n % 2 === 0 ? [assigned] : [] }]),
      ask(1, ['PATCH', `${base}/${id}`, { description: `text ${n}` }]),
    ])
    const { text } = await ask(0, ['GET', `${base}/${id}`])
    expect(JSON.parse(text)).toMatchObject({ name: `name ${n}`, description: `text ${n}` })
    const targets = JSON.parse((await ask(1, ['GET', `${base}/${id}/assignments`])).text)
    expect(targets.value).toHaveLength(n % 2 === 0 ? 1 : 0)
  }
})

test('what is deleted while somebody edits it stays deleted', async () => {
  const statuses = new Set<number>()
  for (let n = 0; n < 10; n++) {
    const made = await ask(0, ['POST', '/admin/v1/applications', { displayName: `doomed ${n}` }])
    const path = `/admin/v1/applications/${JSON.parse(made.text).applicationId}`
    const body = JSON.stringify({ displayName: `edited ${n}` })
    const token = tenant.token
    const [edited, deleted] = await Promise.all([
      servers.ask(1, { method: 'PATCH', path, token, body }),
      servers.ask(0, { method: 'DELETE', path, token }),
    ])
    expect(deleted.status).toBe(204)
    expect([200, 404]).toContain(edited.status)
    statuses.add((await servers.ask(1, { method: 'GET', path, token })).status)
  }
  expect([...statuses]).toEqual([404])
})
