/** A program that is stopped, deleted or given less is so at once on every server, whatever its tokens still say. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { type OpenStore, openStore } from '../../src/storage/sql/database.ts'
import { peopleOf } from '../factors/registry-people.ts'
import { eventually } from '../support/eventually.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, json, openRegistry, origin } from '../support/registry.ts'
import { taxiway } from '../support/taxiway-command.ts'
import { codeRequest } from '../surfaces/authority/browser-session.ts'
import { authorizePath, spaRedirect } from '../surfaces/authority/people.ts'
import type { Registry } from './route-requests.ts'

const key = randomBytes(32)
let registry: Registry
let store: OpenStore
let second: Awaited<ReturnType<typeof createApp>>
let owner: Client

beforeAll(async () => {
  const wrap = wrapWith(key)
  registry = await openRegistry(localBackend, { wrap })
  store = openStore({ connectionString: registry.connectionString })
  second = await createApp({
    store,
    wrap,
    publicUrl: origin,
    onImport: () => undefined,
    report: (error) => registry.failures.push(error),
  })
  owner = await registry.newTenant()
})
afterAll(async () => {
  await store.close()
  await registry.close()
  expect(registry.failures).toEqual([])
})

const path = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

/** What each of both servers answers to the program's token. */
async function statuses({ token }: Pick<Client, 'token'>): Promise<readonly number[]> {
  const request = () =>
    new Request(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } })
  return [(await registry.app.fetch(request())).status, (await second.fetch(request())).status]
}

const newProgram = () =>
  registry.newClient(owner.tenantId, ['DeviceManagementServiceConfig.ReadWrite.All'])
const application = (of: Client) => `/admin/v1/applications/${of.applicationId}`

describe('a program', () => {
  test('that is stopped is refused with the tokens that it has, gets none, and works again when it is let', async () => {
    const program = await newProgram()
    expect(await statuses(program)).toEqual([200, 200])
    const stopped = await json(owner.ask('PATCH', application(program), { enabled: false }))
    expect(stopped).toMatchObject({ enabled: false, roles: expect.any(Array) })
    await eventually(async () => expect(await statuses(program)).toEqual([401, 401]))
    const { secret } = await json(owner.ask('POST', `${application(program)}/secrets`, {}))
    expect(await registry.tokenFor(owner.tenantId, program.applicationId, secret)).toBeUndefined()

    await json(owner.ask('PATCH', application(program), { enabled: true }))
    await eventually(async () => expect(await statuses(program)).toEqual([200, 200]))
    expect(await registry.tokenFor(owner.tenantId, program.applicationId, secret)).toBeTruthy()
  })

  test('that is deleted is gone with its secrets and roles, and its tokens are refused', async () => {
    const program = await newProgram()
    expect(await statuses(program)).toEqual([200, 200])
    expect((await owner.ask('DELETE', application(program))).status).toBe(204)
    expect((await owner.ask('DELETE', application(program))).status).toBe(404)
    await eventually(async () => expect(await statuses(program)).toEqual([401, 401]))
    const list = await (await owner.ask('GET', '/admin/v1/applications')).text()
    expect(list).not.toContain(program.applicationId)
  })

  test('that is given less may do less, with the tokens that it has', async () => {
    const program = await newProgram()
    expect(await statuses(program)).toEqual([200, 200])
    await json(owner.ask('PATCH', application(program), { roles: ['Group.Read.All'] }))
    await eventually(async () => expect(await statuses(program)).toEqual([403, 403]))
    const { roles } = await json(owner.ask('PATCH', application(program), { displayName: 'New' }))
    expect(roles).toEqual(['Group.Read.All'])
  })

  test('gets more, or works again, by those only who have what it may', async () => {
    const program = await newProgram()
    const helper = await registry.newClient(owner.tenantId, ['Application.ReadWrite.All'])
    for (const [body, status] of [
      [{ roles: ['Group.ReadWrite.All'] }, 403],
      [{ roles: ['No.Such.Role'] }, 400],
      [{ enabled: false }, 200],
      [{ enabled: true }, 403],
      [{ roles: [] }, 200],
    ] as const)
      expect([body, (await helper.ask('PATCH', application(program), body)).status]).toEqual([
        body,
        status,
      ])
  })

  test('that people use is refused for them, too', async () => {
    const people = await peopleOf(registry, owner, ['User.Read', 'Directory.Read.All'])
    await people.add('ann', ['Global Administrator'])
    const ann = await people.signIn('ann')
    expect((await ann.ask('GET', '/v1.0/organization')).status).toBe(200)
    const { value } = await json(owner.ask('GET', '/admin/v1/applications'))
    const { applicationId } = value.find(
      ({ displayName }: { displayName: string }) => displayName === 'Portal',
    )
    const stop = { enabled: false }
    expect((await owner.ask('PATCH', `/admin/v1/applications/${applicationId}`, stop)).status).toBe(
      200,
    )
    await eventually(async () =>
      expect((await ann.ask('GET', '/v1.0/organization')).status).toBe(401),
    )
    const { query } = codeRequest({ client_id: applicationId, redirect_uri: spaRedirect })
    const page = await registry.app.fetch(
      new Request(`${origin}${authorizePath(owner.tenantId, query)}`),
    )
    expect(await page.text()).toContain('AADSTS7000112')
  })
})

test('a leaked signing key is withdrawn by one command, on all servers', async () => {
  const program = await newProgram()
  expect(await statuses(program)).toEqual([200, 200])
  const command = (...args: string[]) =>
    taxiway(['keys', 'rotate-signing', ...args, '--database', registry.connectionString], {
      env: { TAXIWAY_KEY_ENCRYPTION_KEY: key.toString('base64') },
    })
  // A new key by itself ends nothing.
  expect((await command()).code).toBe(0)
  expect(await statuses(program)).toEqual([200, 200])
  const run = await command('--leaked', '--json')
  expect([run.code, JSON.parse(run.stdout)]).toMatchObject([0, { withdrawn: true }])
  await eventually(async () => expect(await statuses(program)).toEqual([401, 401]))
  // What is signed from now on is taken.
  await eventually(async () => expect(await statuses(await newProgram())).toEqual([200, 200]))
})
