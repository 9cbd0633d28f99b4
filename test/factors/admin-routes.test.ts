/** Second factors over the admin API, by programs and by people with tokens of their own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRoles } from '../../src/core/access/permissions.ts'
import type { Person } from '../../src/core/directory/user.ts'
import { fromBase32, toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import {
  appSettings,
  codeAt,
  stepAt,
} from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { emulationAt } from '../support/movable-registry.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { peopleOf } from './registry-people.ts'
import { softwareKey } from './software-authenticator.ts'
import { codeShown, secret } from './support.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let robot: Client
let people: Awaited<ReturnType<typeof peopleOf>>
let ada: Person

/** Stands still unless a test needs another code. */
let now = new Date()
const nextStep = () => {
  now = new Date(now.getTime() + appSettings.stepSeconds * 1000)
}

beforeAll(async () => {
  registry = await openRegistry(localBackend, { emulation: emulationAt(() => now) })
  robot = await registry.newTenant(allRoles)
  people = await peopleOf(registry, robot)
  ada = await people.add('ada', ['Global Administrator'])
  await people.add('ida', ['Intune Administrator'])
})
afterAll(() => registry.close())

const base = '/admin/v1'
const header = 'serial number,secret key,time interval,manufacturer,model'
const csv = (...serials: readonly string[]) =>
  [header, ...serials.map((each) => `${each},${toBase32(secret)},30,Contoso,Key`)].join('\n')
const importFile = (file: string) => robot.ask('POST', `${base}/hardware-tokens/import`, { file })

const refused = async (answering: Promise<Response>) => {
  const answer = await answering
  return [answer.status, await answer.text()]
}

describe('a hardware token', () => {
  let id: string
  const act = (name: string, body: object = {}) =>
    robot.ask('POST', `${base}/hardware-tokens/${id}/${name}`, body)
  const listed = async () =>
    (await json(robot.ask('GET', `${base}/hardware-tokens`))).value.find(
      (each: { id: string }) => each.id === id,
    )

  test('comes out of a file; bad rows are named in the answer', async () => {
    const answer = await json(importFile(`${csv('S1')}\nS2,ABC8,30,Contoso,Key`))
    expect(answer.value).toMatchObject([
      { row: 2, serialNumber: 'S1' },
      { row: 3, error: { column: 'secret key', position: 4 } },
    ])
    id = answer.value[0].id
    expect(await listed()).toEqual({
      id,
      serialNumber: 'S1',
      manufacturer: 'Contoso',
      model: 'Key',
      hashFunction: 'SHA-1',
      digits: 6,
      timeIntervalInSeconds: 30,
      userId: null,
      status: 'available',
    })
  })

  test('is assigned, activated by a code, and taken back', async () => {
    const tom = await people.add('tom', [])
    expect((await act('activate', { code: '123456' })).status).toBe(409)
    expect((await act('assign', { userId: tom.id })).status).toBe(204)
    expect(await listed()).toMatchObject({ userId: tom.id, status: 'assigned' })
    expect((await act('activate', { code: '000000' })).status).toBe(400)
    expect((await act('activate', { code: codeShown(now) })).status).toBe(204)
    expect(await listed()).toMatchObject({ status: 'activated' })
    expect((await robot.ask('DELETE', `${base}/hardware-tokens/${id}`)).status).toBe(409)
    // The only factor is not taken back by one administrator alone.
    expect(await refused(act('unassign'))).toEqual([409, expect.stringContaining('factor-reset')])
    const [spare] = (await json(importFile(csv('S1b')))).value
    const other = `${base}/hardware-tokens/${spare.id}`
    await robot.ask('POST', `${other}/assign`, { userId: tom.id })
    // Nor is it replaced by one: with their own token, the administrator could sign in as that person.
    const activation = { code: codeShown(now) }
    expect(await refused(robot.ask('POST', `${other}/activate`, activation))).toEqual([
      409,
      expect.stringContaining('/me/hardware-tokens/'),
    ])
    nextStep()
    const owner = await people.signIn('tom', codeShown(now))
    const own = `${base}/me/hardware-tokens/${spare.id}/activate`
    expect((await owner.ask('POST', own, { code: codeShown(now) })).status).toBe(204)
    // Once it counts, its clock can be set anew by either.
    const twice = { code: codeAt(secret, appSettings, stepAt(now, appSettings) + 1) }
    expect((await robot.ask('POST', `${other}/activate`, twice)).status).toBe(204)
    expect((await act('unassign')).status).toBe(204)
    expect((await robot.ask('DELETE', `${base}/hardware-tokens/${id}`)).status).toBe(204)
    expect((await act('unassign')).status).toBe(404)
  })

  test('is not guessed into activity: refused tries stay counted though nothing else of them does', async () => {
    const answer = await json(importFile(csv('S3')))
    id = answer.value[0].id
    await act('assign', { userId: ada.id })
    const statuses = []
    for (let n = 0; n < 6; n++) statuses.push((await act('activate', { code: '000000' })).status)
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429])
    await act('unassign')
  })

  test('that RSA made for SecurID is refused by name', async () => {
    const answer = await importFile('<TKNBatch><TKNHeader/></TKNBatch>')
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('SecurID')])
  })

  test('leaves no seed in an answer or in the audit trail', async () => {
    const answers = [
      await robot.ask('GET', `${base}/hardware-tokens`),
      await robot.ask('GET', `${base}/users/${ada.id}/factors`),
      await robot.ask('GET', `${base}/audit/export`),
    ]
    for (const answer of answers) {
      const text = await answer.text()
      expect(answer.status).toBe(200)
      for (const form of [toBase32(secret), secret.toString('hex'), secret.toString('base64')])
        expect(text.toLowerCase()).not.toContain(form.toLowerCase())
    }
  })
})

describe('people and their own factors', () => {
  let key = ''
  const code = () => {
    const read = fromBase32(key)
    if (!read.ok) throw new Error('there is no key')
    nextStep()
    return codeAt(read.bytes, appSettings, stepAt(now, appSettings))
  }
  const begin = (client: Pick<Client, 'ask'>) =>
    client.ask('POST', `${base}/me/authenticator-apps`, {})
  const refusal = async (answer: Response) => [answer.status, await answer.text()]
  const needsFactor = [403, expect.stringContaining('second factor')]

  test('programs have none', async () => {
    expect((await robot.ask('GET', `${base}/me/factors`)).status).toBe(404)
    expect((await begin(robot)).status).toBe(404)
  })

  test('an app is set up with a fresh password where there is no factor yet', async () => {
    const client = await people.signIn('ada')
    const begun = await json(begin(client))
    key = begun.key
    expect(begun.uri).toContain(`secret=${key}`)
    const confirm = (given: string) =>
      client.ask('POST', `${base}/me/authenticator-apps/confirm`, { id: begun.id, code: given })
    expect((await confirm('000000')).status).toBe(400)
    expect((await confirm(code())).status).toBe(204)
    expect(await json(client.ask('GET', `${base}/me/factors`))).toMatchObject({
      tokens: [{ status: 'activated', serialNumber: null }],
      recoveryCodesLeft: 0,
    })
    // The token says nothing of a second factor, and now there is one.
    expect(await refusal(await begin(client))).toEqual(needsFactor)
  })

  test('with the factor just proved, recovery codes and a passkey are added', async () => {
    const client = await people.signIn('ada', code())
    const { codes } = await json(client.ask('POST', `${base}/me/recovery-codes`))
    expect(codes).toHaveLength(10)
    const { id, options } = await json(client.ask('POST', `${base}/me/passkey-options`))
    const passkey = softwareKey()
    const add = (answer: object) => client.ask('POST', `${base}/me/passkeys`, { id, answer })
    const evil = passkey.create({ challenge: options.challenge, origin: 'https://evil.example' })
    expect((await add(evil)).status).toBe(400)
    expect((await add(passkey.create(options))).status).toBe(400)
    const again = await json(client.ask('POST', `${base}/me/passkey-options`))
    const answer = { id: again.id, answer: passkey.create(again.options), displayName: 'Blue' }
    expect((await client.ask('POST', `${base}/me/passkeys`, answer)).status).toBe(204)
    expect(await json(robot.ask('GET', `${base}/users/${ada.id}/factors`))).toMatchObject({
      passkeys: [{ displayName: 'Blue', blocked: false }],
      recoveryCodesLeft: 10,
    })
  })

  test('an authenticator app is not a hardware token that could be taken back', async () => {
    const { tokens } = await json(robot.ask('GET', `${base}/users/${ada.id}/factors`))
    const taken = await robot.ask('POST', `${base}/hardware-tokens/${tokens[0].id}/unassign`, {})
    expect(taken.status).toBe(404)
    expect(await json(robot.ask('GET', `${base}/users/${ada.id}/factors`))).toMatchObject({
      tokens: [{ id: tokens[0].id }],
    })
  })

  test('the last factor that somebody needs stays; others can be removed by somebody who has just proved one', async () => {
    const client = await people.signIn('ada', code())
    const ida = await people.signIn('ida')
    const { tokens, passkeys } = await json(client.ask('GET', `${base}/me/factors`))
    const policy = { factorRequired: true, strictCodes: false, passkeyRoles: [] }
    expect((await robot.ask('PUT', `${base}/factor-policy`, policy)).status).toBe(200)
    const app = `${base}/me/authenticator-apps/${tokens[0].id}`
    const passkey = `${base}/me/passkeys/${passkeys[0].id}`
    expect((await ida.ask('DELETE', passkey)).status).toBe(404)
    expect((await client.ask('DELETE', passkey)).status).toBe(204)
    expect((await client.ask('DELETE', passkey)).status).toBe(404)
    expect((await client.ask('DELETE', app)).status).toBe(409)
    const owners = { ...policy, passkeyRoles: ['Global Administrator'] }
    expect((await robot.ask('PUT', `${base}/factor-policy`, owners)).status).toBe(200)
    expect((await client.ask('DELETE', app)).status).toBe(409)
    const free = { ...policy, factorRequired: false }
    expect((await robot.ask('PUT', `${base}/factor-policy`, free)).status).toBe(200)
  })

  test('people activate the token that they were given, and no other', async () => {
    const [row] = (await json(importFile(csv('SELF')))).value
    const path = `${base}/me/hardware-tokens/${row.id}/activate`
    const client = await people.signIn('ada', code())
    const activate = () => client.ask('POST', path, { code: codeShown(now) })
    expect((await activate()).status).toBe(404)
    await robot.ask('POST', `${base}/hardware-tokens/${row.id}/assign`, { userId: ada.id })
    expect((await activate()).status).toBe(204)
  })

  test('an administrator of devices may not touch factors', async () => {
    const client = await people.signIn('ida')
    expect((await client.ask('GET', `${base}/me/factors`)).status).toBe(200)
    const policy = { factorRequired: false, strictCodes: false, passkeyRoles: [] }
    expect((await client.ask('PUT', `${base}/factor-policy`, policy)).status).toBe(403)
  })

  test('an administrator unlocks another person’s codes, never the own ones, and only with a fresh factor', async () => {
    const unlock = (client: Pick<Client, 'ask'>, { id }: Person) =>
      client.ask('POST', `${base}/users/${id}/unlock-codes`, {})
    const ben = await people.add('ben', ['Global Administrator'])
    expect(await refusal(await unlock(await people.signIn('ben'), ada))).toEqual(needsFactor)
    const client = await people.signIn('ada', code())
    expect((await unlock(client, ben)).status).toBe(204)
    expect(await refusal(await unlock(client, ada))).toEqual([
      403,
      expect.stringContaining('Another administrator'),
    ])
    now = new Date(now.getTime() + 301_000)
    expect(await refusal(await unlock(client, ben))).toEqual(needsFactor)
  })

  test('people end all their sign-ins, the one that asks too', async () => {
    await people.add('zoe', [])
    const [client, other] = [await people.signIn('zoe'), await people.signIn('zoe')]
    expect((await client.ask('POST', `${base}/me/revoke-sessions`)).status).toBe(204)
    for (const each of [client, other])
      expect((await each.ask('GET', `${base}/me/factors`)).status).toBe(401)
  })

  test('what was added is in the trail, and what was secret is not', async () => {
    const trail = await (await robot.ask('GET', `${base}/audit/export`)).text()
    const missing = ['Create OathToken', 'Create Passkey', 'Create RecoveryCode'].filter(
      (activity) => !trail.includes(activity),
    )
    expect(missing).toEqual([])
    expect(trail.includes(key)).toBe(false)
  })
})

test('a tenant that asks everybody for a factor says so', async () => {
  const policy = { factorRequired: true, strictCodes: true, passkeyRoles: ['Global Administrator'] }
  expect((await robot.ask('PUT', `${base}/factor-policy`, policy)).status).toBe(200)
  expect(await json(robot.ask('GET', `${base}/factor-policy`))).toEqual(policy)
  expect(registry.failures).toEqual([])
})
