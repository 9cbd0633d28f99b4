/** Second factors over the admin API, by programs and by people with tokens of their own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../src/core/directory/user.ts'
import { fromBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import {
  appSettings,
  codeAt,
  stepAt,
} from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { type Client, json } from '../support/registry.ts'
import {
  ada,
  base,
  csv,
  importFile,
  nextStep,
  now,
  openStage,
  pass,
  people,
  registry,
  robot,
} from './admin-routes-stage.ts'
import { softwareKey } from './software-authenticator.ts'
import { codeShown } from './support.ts'
import './hardware-token-routes.ts'

beforeAll(openStage)
afterAll(() => registry.close())

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

  test('an administrator unlocks another person’s codes, never their own, and only with a fresh factor', async () => {
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
    pass(301)
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
