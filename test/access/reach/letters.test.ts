/** Names that lower-case differently in JavaScript and in PostgreSQL: people and devices that are named so are found all the same. */
import { afterAll, beforeAll, expect, test } from 'vitest'
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

test.each(['İbrahim@contoso.test', 'ΝΙΚΟΣ@contoso.test', '\u212Aate@contoso.test'])(
  'the person %s is found by name, in lists and by a device',
  async (name) => {
    const person = {
      accountEnabled: true,
      displayName: 'Person',
      mailNickname: 'person',
      userPrincipalName: name,
      passwordProfile: { password: 'correct horse battery staple' },
    }
    const made = await owner.ask('POST', '/v1.0/users', person)
    expect(made.status, await made.clone().text()).toBe(201)
    const { id } = await json(made)
    const found = await owner.ask('GET', `/v1.0/users/${encodeURIComponent(name)}`)
    expect((await json(found)).id).toBe(id)
    const people = await json(owner.ask('GET', `/admin/v1/people?q=${encodeURIComponent(name)}`))
    expect(people.value.map((each: Json) => each.id)).toEqual([id])
    const again = await owner.ask('POST', '/v1.0/users', person)
    expect(again.status).toBe(400)
  },
)
