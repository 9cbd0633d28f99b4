/** Passkeys: what a browser is asked, what its answers are worth, and what a copied key comes to. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../src/core/directory/user.ts'
import {
  addPasskey,
  creationOptions,
  type PasskeyVisit,
  provePasskey,
  requestOptions,
} from '../../src/identity-provider/core/factors/passkeys/passkey-steps.ts'
import { flags, type SoftwareKey, softwareKey } from './software-authenticator.ts'
import { newPerson, startFactors } from './support.ts'

let factors: Awaited<ReturnType<typeof startFactors>>
let count = 0
beforeAll(async () => {
  factors = await startFactors()
})
afterAll(() => factors.close())

const visitOf = (person: Person, session = 'session-1'): PasskeyVisit => ({
  person,
  session,
  userVerified: true,
})

async function someone(): Promise<PasskeyVisit> {
  count += 1
  return visitOf(await newPerson(factors, factors.contoso, `person${count}@contoso.test`))
}

async function add(visit: PasskeyVisit, key: SoftwareKey, how: object = {}) {
  const { challenge } = await creationOptions(factors, visit)
  const answer = key.create({ challenge, ...how })
  return await addPasskey(factors, visit, { answer, now: new Date() })
}

async function prove(visit: PasskeyVisit, key: SoftwareKey, how: object = {}) {
  const { challenge } = await requestOptions(factors, visit)
  return await provePasskey(factors, visit, key.get({ challenge, ...how }))
}

describe.each([
  ['ES256', -7],
  ['EdDSA', -8],
  ['RS256', -257],
] as const)('a passkey with %s', (_name, algorithm) => {
  test('is added and proved', async () => {
    const [visit, key] = [await someone(), softwareKey(algorithm)]
    expect(await add(visit, key)).toEqual({ kind: 'right', method: 'hwk' })
    expect(await prove(visit, key)).toEqual({ kind: 'right', method: 'hwk' })
    expect(await prove(visit, key)).toEqual({ kind: 'right', method: 'hwk' })
    const [stored] = await factors.passkeys.list(factors.contoso, visit.person.id)
    expect(stored).toMatchObject({ signCount: 3, transports: ['usb'], backedUp: false })
    expect(stored?.lastUsedAt).toBeInstanceOf(Date)
  })
})

test('a browser is asked for what the passkey must be', async () => {
  const visit = await someone()
  const key = softwareKey()
  await add(visit, key)
  expect(await creationOptions(factors, visit)).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: visit.person.userPrincipalName },
    pubKeyCredParams: [{ alg: -7 }, { alg: -8 }, { alg: -257 }],
    excludeCredentials: [{ type: 'public-key', id: key.id, transports: ['usb'] }],
    authenticatorSelection: { userVerification: 'required' },
    attestation: 'none',
  })
  const { challenge, ...asked } = await requestOptions(factors, { ...visit, userVerified: false })
  expect(asked).toMatchObject({ rpId: 'localhost', allowCredentials: [{ id: key.id }] })
  expect(asked.userVerification).toBe('preferred')
  expect(Buffer.from(challenge, 'base64url')).toHaveLength(32)
})

test('the name under which a key files a person says nothing about the person', async () => {
  const visit = await someone()
  const { user } = await creationOptions(factors, visit)
  expect(Buffer.from(user.id, 'base64url')).toHaveLength(32)
  expect(user.id).not.toContain(visit.person.id.slice(0, 8))
})

test('people have several, and each works', async () => {
  const visit = await someone()
  const keys = [softwareKey(), softwareKey(-8), softwareKey()]
  for (const key of keys) expect(await add(visit, key)).toMatchObject({ kind: 'right' })
  for (const key of keys) expect(await prove(visit, key)).toMatchObject({ kind: 'right' })
})

test('a credential id belongs to one person of the installation, whatever races', async () => {
  const id = Buffer.alloc(32, 77)
  const visits = await Promise.all(Array.from({ length: 8 }, someone))
  const verdicts = await Promise.all(visits.map((visit) => add(visit, softwareKey(-7, { id }))))
  expect(verdicts.filter(({ kind }) => kind === 'right')).toHaveLength(1)
  const winner = visits[verdicts.findIndex(({ kind }) => kind === 'right')]
  if (winner === undefined) throw new Error('nobody won')
  const { tenantId, id: personId } = winner.person
  const credentialId = id.toString('base64url')
  expect(await factors.passkeys.remove({ tenantId, personId, credentialId })).toBe(true)
  expect(await factors.passkeys.remove({ tenantId, personId, credentialId })).toBe(false)
  expect(await add(winner, softwareKey(-7, { id }))).toMatchObject({ kind: 'right' })
})

describe('a counter that goes back', () => {
  test('blocks a key that cannot be copied, and says so', async () => {
    const [visit, key] = [await someone(), softwareKey()]
    await add(visit, key, { counter: 10 })
    expect(await prove(visit, key, { counter: 12 })).toMatchObject({ kind: 'right' })
    factors.events.length = 0
    expect(await prove(visit, key, { counter: 11 })).toEqual({ kind: 'blocked' })
    expect(factors.events).toMatchObject([{ name: 'passkey-counter-went-back' }])
    expect(await prove(visit, key, { counter: 13 })).toEqual({ kind: 'blocked' })
    expect((await requestOptions(factors, visit)).allowCredentials).toEqual([])
  })

  test('only learns about a key that is made to be copied', async () => {
    const [visit, key] = [await someone(), softwareKey()]
    const synced = flags.up | flags.uv | flags.be | flags.bs
    expect(await add(visit, key, { counter: 10, flags: synced })).toMatchObject({ method: 'swk' })
    factors.events.length = 0
    const again = await prove(visit, key, { counter: 9, flags: synced })
    expect(again).toEqual({ kind: 'right', method: 'swk' })
    expect(factors.events).toMatchObject([{ name: 'passkey-counter-went-back' }])
  })

  test('does not matter where there is no counter', async () => {
    const [visit, key] = [await someone(), softwareKey()]
    await add(visit, key, { counter: 0 })
    for (let n = 0; n < 3; n++)
      expect(await prove(visit, key, { counter: 0 })).toMatchObject({ kind: 'right' })
  })

  test('is noticed when a copy answers at the same moment on another server', async () => {
    const [visit, key] = [await someone(), softwareKey()]
    await add(visit, key, { counter: 1 })
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const { challenge } = await requestOptions(factors, visit)
        return key.get({ challenge, counter: 2 })
      }),
    )
    const verdicts = await Promise.all(
      answers.map((answer, n) => provePasskey(factors.servers[n % 2 === 0 ? 0 : 1], visit, answer)),
    )
    expect(verdicts.filter(({ kind }) => kind === 'right')).toHaveLength(1)
  })
})

test('one answer posted 50 times in parallel to two servers is taken once', async () => {
  const [visit, key] = [await someone(), softwareKey()]
  await add(visit, key, { counter: 0 })
  const { challenge } = await requestOptions(factors, visit)
  const answer = key.get({ challenge, counter: 0 })
  const verdicts = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      provePasskey(factors.servers[n % 2 === 0 ? 0 : 1], visit, answer),
    ),
  )
  expect(verdicts.filter(({ kind }) => kind === 'right')).toHaveLength(1)
})

test('a passkey ends a lock of one-time codes', async () => {
  const [visit, key] = [await someone(), softwareKey()]
  await add(visit, key)
  const { tenantId, id } = visit.person
  for (let n = 0; n < 10; n++) await factors.locks.count(tenantId, id)
  expect(await factors.locks.isLocked(tenantId, id)).toBe(true)
  expect(await prove(visit, key)).toMatchObject({ kind: 'right' })
  expect(await factors.locks.isLocked(tenantId, id)).toBe(false)
})

test('a database that does not answer is an outage, not a wrong passkey', async () => {
  const [visit, key] = [await someone(), softwareKey()]
  await add(visit, key)
  const { challenge } = await requestOptions(factors, visit)
  const consume = () => Promise.reject(new Error('no database'))
  const broken = { ...factors, state: { ...factors.state, consume } }
  await expect(provePasskey(broken, visit, key.get({ challenge }))).rejects.toThrow('no database')
})
