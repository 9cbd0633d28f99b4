/** Names that lower-case differently in JavaScript and in PostgreSQL: people and devices that are named so are found all the same. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureUser } from '../../../src/core/directory/user.ts'
import { peopleIn } from '../../../src/identity-provider/storage/people.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { programWith, roleOf } from '../callers-of-matrix.ts'
import type { Registry } from '../route-requests.ts'

let registry: Registry
let owner: Client
let roleId: string

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  roleId = await roleOf(owner, ['devices.read', 'devices.import', 'imports.read'])
})
afterAll(() => registry.close())

const identities = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'

test.each(['İZMİR', 'ΑΘΗΝΑΣ', 'BÜRO', 'STRASSE', '\u212Aiosk'])(
  'a role for the group tag %s reaches its devices, in lists as one by one',
  async (tag) => {
    const { ask } = await programWith(registry, owner, { roleId, groupTags: [tag] })
    const made = await ask('POST', identities, { serialNumber: `S-${tag}`, groupTag: tag })
    expect(made.status).toBe(201)
    const { id } = await json(made)
    expect((await json(ask('GET', identities))).value.map((each: Json) => each.id)).toEqual([id])
    expect((await json(ask('GET', '/admin/v1/devices'))).value).toHaveLength(1)
    expect((await ask('GET', `${identities}/${id}`)).status).toBe(200)
    expect((await json(ask('GET', '/admin/v1/overview'))).registered).toBe(1)
  },
)

/** As a seed or another directory makes them. */
test.each(['İbrahim@contoso.test', 'ΝΙΚΟΣ@contoso.test', '\u212Aate@contoso.test'])(
  'the person %s is found by name',
  async (userPrincipalName) => {
    const { tenantId } = owner
    const person = { tenantId, userPrincipalName, displayName: 'P', roles: [], licensed: false }
    await ensureUser(registry.app.users, async () => '', person)
    const name = encodeURIComponent(userPrincipalName)
    const found = await json(owner.ask('GET', `/v1.0/users/${name}`))
    expect(found).toMatchObject({ userPrincipalName })
    const people = await json(owner.ask('GET', `/admin/v1/people?q=${name}`))
    expect(people.value.map(({ id }: Json) => id)).toEqual([found.id])
    expect(await peopleIn(registry.store).findByName(tenantId, userPrincipalName)).toBeDefined()
  },
)

test('nobody is made whose name looks like that of somebody else', async () => {
  const person = (userPrincipalName: string) => ({
    accountEnabled: true,
    displayName: 'Ada',
    mailNickname: 'ada',
    userPrincipalName,
    passwordProfile: { password: 'correct horse battery staple' },
  })
  const make = async (name: string) => (await owner.ask('POST', '/v1.0/users', person(name))).status
  expect(await make("ada.o'neil@contoso.test")).toBe(201)
  for (const name of ['ad\u0430', 'ada\u200b', 'a\u202eda', 'ad\u00e4', '\uff41da'])
    expect(await make(`${name}@contoso.test`), name).toBe(400)
})
