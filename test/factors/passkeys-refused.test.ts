/** Answers of browsers with exactly one thing wrong: none of them proves or adds a passkey. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPasskey,
  creationOptions,
  type PasskeyVisit,
  provePasskey,
  requestOptions,
} from '../../src/identity-provider/core/factors/passkeys/passkey-steps.ts'
import {
  type Ceremony,
  flags,
  type SoftwareKey,
  sha256,
  softwareKey,
} from './software-authenticator.ts'
import { newPerson, newTenant, startFactors } from './support.ts'

let factors: Awaited<ReturnType<typeof startFactors>>
let visit: PasskeyVisit
let key: SoftwareKey
let count = 0

beforeAll(async () => {
  factors = await startFactors()
  visit = await someone()
  key = softwareKey()
  const { challenge } = await creationOptions(factors, visit)
  await addPasskey(factors, visit, { answer: key.create({ challenge }), now: new Date() })
})
afterAll(() => factors.close())

async function someone(tenantId = factors.contoso): Promise<PasskeyVisit> {
  count += 1
  const person = await newPerson(factors, tenantId, `person${count}@contoso.test`)
  return { person, session: `session-${count}`, userVerified: true }
}

/** What is wrong with otherwise right answers; a function may look at the right ceremony first. */
type Change = Partial<Ceremony> | ((right: Ceremony) => Partial<Ceremony>)

const applied = (change: Change, right: Ceremony): Ceremony => ({
  ...right,
  ...(typeof change === 'function' ? change(right) : change),
})

const clientData = (change: object) => (right: Ceremony) => ({
  instead: {
    response: {
      clientDataJSON: Buffer.from(
        JSON.stringify({
          type: 'webauthn.get',
          challenge: right.challenge,
          origin: 'https://localhost:8443',
          ...change,
        }),
      ).toString('base64url'),
    },
  },
})

const inResponse = (response: object): Change => ({ instead: { response } })

const ofBrowser: readonly (readonly [string, Change])[] = [
  ['another site', { origin: 'https://taxiway.example' }],
  ['another port', { origin: 'https://localhost:8444' }],
  ['no encryption', { origin: 'http://localhost:8443' }],
  ['a site with our name in front', { origin: 'https://localhost:8443.evil.example' }],
  ['a path behind our name', { origin: 'https://localhost:8443/' }],
  ['our name in capitals', { origin: 'https://LOCALHOST:8443' }],
  ['no origin', { origin: '' }],
  ['a foreign frame', { crossOrigin: true }],
  ['an unknown type', { type: 'webauthn.unknown' }],
  ['a payment’s type', { type: 'payment.get' }],
  ['a made-up challenge', { challenge: randomBytes(32).toString('base64url') }],
  ['an empty challenge', { challenge: '' }],
  ['a challenge cut short', ({ challenge }) => ({ challenge: challenge.slice(0, -1) })],
  ['a challenge in other letters', ({ challenge }) => ({ challenge: challenge.toUpperCase() })],
  ['another site’s key', { rpId: 'taxiway.example' }],
  ['a subdomain’s key', { rpId: 'sub.localhost' }],
  ['nobody present', { flags: 0 }],
  ['nobody verified', { flags: flags.up }],
  ['verified but not present', { flags: flags.uv }],
  ['a copy without being copyable', { flags: flags.up | flags.uv | flags.bs }],
  ['another kind of credential', { instead: { type: 'password' } }],
  ['no id', { instead: { id: undefined } }],
  ['an id that differs from the raw one', { instead: { rawId: 'AAAA' } }],
  ['no client data', inResponse({ clientDataJSON: undefined })],
  ['client data that is not JSON', inResponse({ clientDataJSON: 'AAAA' })],
]

describe('a passkey is not proved by', () => {
  test.each([
    ...ofBrowser,
    ['an answer to being added', { type: 'webauthn.create' }],
    ['a copyable key of the same name', { flags: flags.up | flags.uv | flags.be }],
    ['an empty signature', inResponse({ signature: '' })],
    ['a made-up signature', inResponse({ signature: randomBytes(70).toString('base64url') })],
    ['a signature that is not base64url', inResponse({ signature: '!!!' })],
    ['client data changed after signing', clientData({ extra: 1 })],
    ['authenticator data cut short', inResponse({ authenticatorData: 'AAAA' })],
    ['no authenticator data', inResponse({ authenticatorData: undefined })],
    [
      'a handle of somebody else',
      inResponse({ userHandle: sha256('somebody').toString('base64url') }),
    ],
    ['an unknown credential', { instead: { id: 'AAAA', rawId: 'AAAA' } }],
  ] as readonly (readonly [string, Change])[])('%s', async (_what, change) => {
    const { challenge } = await requestOptions(factors, visit)
    const verdict = await provePasskey(factors, visit, key.get(applied(change, { challenge })))
    expect(verdict).toMatchObject({ kind: 'wrong', why: expect.stringMatching(/./) })
  })

  test.each([null, undefined, 7, 'text', [], {}, { response: {} }, { id: {}, response: null }])(
    '%j',
    async (answer) => {
      expect((await provePasskey(factors, visit, answer)).kind).toBe('wrong')
    },
  )

  test('the same answer a second time', async () => {
    const { challenge } = await requestOptions(factors, visit)
    const answer = key.get({ challenge })
    expect((await provePasskey(factors, visit, answer)).kind).toBe('right')
    expect((await provePasskey(factors, visit, answer)).kind).toBe('wrong')
  })

  test('a fresh answer to a challenge that failed before', async () => {
    const { challenge } = await requestOptions(factors, visit)
    const bad = key.get({ challenge, origin: 'https://evil.example' })
    expect((await provePasskey(factors, visit, bad)).kind).toBe('wrong')
    expect((await provePasskey(factors, visit, key.get({ challenge }))).kind).toBe('wrong')
  })

  test('a challenge of another sign-in, purpose, person or tenant', async () => {
    const other = await someone()
    const foreign = await someone(await newTenant(factors, 'fabrikam.test'))
    const challenges = [
      (await requestOptions(factors, { ...visit, session: 'another' })).challenge,
      (await creationOptions(factors, visit)).challenge,
      (await requestOptions(factors, { ...other, session: visit.session })).challenge,
      (await requestOptions(factors, { ...foreign, session: visit.session })).challenge,
    ]
    for (const challenge of challenges)
      expect((await provePasskey(factors, visit, key.get({ challenge }))).kind).toBe('wrong')
  })

  test('a challenge older than five minutes', async () => {
    const { challenge } = await requestOptions(factors, visit)
    await factors.store.pool.query(
      `update protocol_state set expires_at = expires_at - interval '5 minutes' where kind = 'PasskeyChallenge'`,
    )
    expect((await provePasskey(factors, visit, key.get({ challenge }))).kind).toBe('wrong')
  })

  test('somebody else’s passkey, of the same tenant or another', async () => {
    for (const other of [
      await someone(),
      await someone(await newTenant(factors, 'tailspin.test')),
    ]) {
      const { challenge } = await requestOptions(factors, other)
      expect((await provePasskey(factors, other, key.get({ challenge }))).kind).toBe('wrong')
    }
  })

  test('another key under the same id', async () => {
    const imitation = softwareKey(-7, { id: Buffer.from(key.id, 'base64url') })
    const { challenge } = await requestOptions(factors, visit)
    expect((await provePasskey(factors, visit, imitation.get({ challenge }))).kind).toBe('wrong')
  })
})

describe('a passkey is not added by', () => {
  const adding = async (answer: (challenge: string) => unknown) => {
    const { challenge } = await creationOptions(factors, visit)
    return await addPasskey(factors, visit, { answer: answer(challenge), now: new Date() })
  }
  const self = (signature: Buffer, alg: number) => ({
    fmt: 'packed',
    attStmt: new Map<string, number | Buffer>([
      ['alg', alg],
      ['sig', signature],
    ]),
  })

  test.each([
    ...ofBrowser,
    ['an answer to being proved', { type: 'webauthn.get' }],
    ['an attestation that is not CBOR', inResponse({ attestationObject: 'AAAA' })],
    ['no attestation', inResponse({ attestationObject: undefined })],
    ['an id that its authenticator does not know', { instead: { id: 'AAAA', rawId: 'AAAA' } }],
  ] as readonly (readonly [string, Change])[])('%s', async (_what, change) => {
    const verdict = await adding((challenge) =>
      softwareKey().create(applied(change, { challenge })),
    )
    expect(verdict).toMatchObject({ kind: 'wrong', why: expect.stringMatching(/./) })
    expect(await factors.passkeys.list(factors.contoso, visit.person.id)).toHaveLength(1)
  })

  test.each([
    ['of an unknown format', { fmt: 'made-up', attStmt: new Map() }],
    ['of none with a statement', { fmt: 'none', attStmt: new Map([['alg', -7]]) }],
    ['with a made-up signature', self(randomBytes(70), -7)],
    ['with another algorithm', self(randomBytes(256), -257)],
    ['of a TPM without a statement', { fmt: 'tpm', attStmt: new Map() }],
  ])('an attestation %s', async (_what, statement) => {
    const verdict = await adding((challenge) => softwareKey().create({ challenge }, statement))
    expect(verdict.kind).toBe('wrong')
  })

  test('a key of an algorithm that was not offered', async () => {
    const verdict = await adding((challenge) => {
      const { response, ...rest } = softwareKey().create({ challenge })
      const object = Buffer.from(String(response['attestationObject']), 'base64url')
      // The key's algorithm, -7, becomes -9: one byte, so that everything else stays right. A key begins
      // with its type; the two bytes of the algorithm alone could also stand in the random id before it.
      object[object.indexOf(Buffer.from([1, 2, 3, 0x26])) + 3] = 0x28
      return { ...rest, response: { ...response, attestationObject: object.toString('base64url') } }
    })
    expect(verdict).toMatchObject({ kind: 'wrong', why: /alg "-9"/ })
  })

  test('a key that somebody has', async () => {
    const imitation = softwareKey(-7, { id: Buffer.from(key.id, 'base64url') })
    const other = await someone()
    const { challenge } = await creationOptions(factors, other)
    const answer = imitation.create({ challenge })
    expect((await addPasskey(factors, other, { answer, now: new Date() })).kind).toBe('wrong')
    expect((await adding((own) => key.create({ challenge: own }))).kind).toBe('wrong')
  })

  test('a challenge for proving one', async () => {
    const { challenge } = await requestOptions(factors, visit)
    const answer = softwareKey().create({ challenge })
    expect((await addPasskey(factors, visit, { answer, now: new Date() })).kind).toBe('wrong')
  })
})
