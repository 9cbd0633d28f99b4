/** One-time codes on a real database: one code, one login, whatever races; and guessing ends in a lock. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { activateToken } from '../../src/identity-provider/core/factors/codes/hardware-token.ts'
import { proveCode } from '../../src/identity-provider/core/factors/codes/prove-code.ts'
import {
  keepRecoveryCodes,
  newRecoveryCodes,
  proveRecoveryCode,
} from '../../src/identity-provider/core/factors/codes/recovery-codes.ts'
import { appOf, codeShown, newPerson, startFactors } from './support.ts'

let factors: Awaited<ReturnType<typeof startFactors>>
let person: Awaited<ReturnType<typeof newPerson>>
const now = new Date('2026-11-20T12:00:10Z')
let count = 0

beforeAll(async () => {
  factors = await startFactors()
})
afterAll(() => factors.close())
beforeEach(async () => {
  count += 1
  person = await newPerson(factors, factors.contoso, `person${count}@contoso.test`)
})

const ask = (code: string, change: { nextCode?: string; strict?: boolean; at?: Date } = {}) => {
  const { at = now, strict = false, ...rest } = change
  return proveCode(factors, { person, code, now: at, strict, ...rest })
}
const wrong = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')

/** As if the time of all limits had passed. */
const letTimePass = () => factors.store.pool.query('delete from attempt')

describe('one code, one login', () => {
  test('a code posted 50 times in parallel to two servers succeeds once', async () => {
    await factors.tokens.add(appOf(person))
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const server = factors.servers[n % 2 === 0 ? 0 : 1]
        return proveCode(server, { person, code: codeShown(now), now, strict: false })
      }),
    )
    expect(verdicts.filter(({ kind }) => kind === 'right')).toHaveLength(1)
  })

  test('so it does where no limit helps: the step itself is used up once', async () => {
    const token = appOf(person)
    await factors.tokens.add(token)
    const used = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        factors.servers[n % 2 === 0 ? 0 : 1].tokens.useStep(
          token,
          { step: 5, drift: 0 },
          { kind: 'otp', personId: person.id },
        ),
      ),
    )
    expect(used.filter(Boolean)).toHaveLength(1)
  })

  test('an older code does not work after a newer one', async () => {
    await factors.tokens.add(appOf(person))
    expect(await ask(codeShown(now, 1))).toEqual({ kind: 'right' })
    expect(await ask(codeShown(now, 0))).toEqual({ kind: 'wrong' })
    expect(await ask(codeShown(now, -1))).toEqual({ kind: 'wrong' })
  })

  test('a code typed with a space in it is the same code', async () => {
    await factors.tokens.add(appOf(person))
    const code = codeShown(now)
    expect(await ask(`${code.slice(0, 3)} ${code.slice(3)}`)).toEqual({ kind: 'right' })
    expect(await ask(code)).toEqual({ kind: 'wrong' })
  })

  test('another person’s code, a token not activated and no token at all are just wrong', async () => {
    await factors.tokens.add(appOf(factors.bob))
    const { activatedAt: _, ...waiting } = appOf(person)
    await factors.tokens.add(waiting)
    expect(await ask(codeShown(now))).toEqual({ kind: 'wrong' })
  })

  test('of several tokens any will do, and each has its own memory', async () => {
    const other = appOf(person, { digits: 8 })
    await factors.tokens.add(appOf(person))
    await factors.tokens.add(other)
    expect(await ask(codeShown(now))).toEqual({ kind: 'right' })
    expect(await ask(codeShown(now, 0, other))).toEqual({ kind: 'right' })
  })
})

test('one code is one login even where two tokens hold the same secret', async () => {
  await factors.tokens.add(appOf(person))
  await factors.tokens.add(appOf(person))
  expect(await ask(codeShown(now))).toEqual({ kind: 'right' })
  expect(await ask(codeShown(now))).toEqual({ kind: 'wrong' })
})

describe('the time of a device', () => {
  test('drifts, and the server follows one step per login', async () => {
    const token = appOf(person)
    await factors.tokens.add(token)
    for (let ahead = 1; ahead <= 10; ahead++) {
      const at = new Date(now.getTime() + ahead * 3_600_000)
      expect(await ask(codeShown(at, ahead), { at })).toEqual({ kind: 'right' })
    }
    const at = new Date(now.getTime() + 12 * 3_600_000)
    expect(await ask(codeShown(at, 12), { at })).toEqual({ kind: 'wrong' })
    const [stored] = await factors.tokens.working(person.tenantId, { personId: person.id })
    expect(stored?.drift).toBe(10)
  })

  test('is found anew from two codes that follow each other, which work as a login', async () => {
    await factors.tokens.add(appOf(person))
    expect(await ask(codeShown(now, 15))).toEqual({ kind: 'wrong' })
    const pair = { nextCode: codeShown(now, 16) }
    expect(await ask(codeShown(now, 15), pair)).toEqual({ kind: 'right' })
    expect(await ask(codeShown(now, 15), pair)).toEqual({ kind: 'wrong' })
    const at = new Date(now.getTime() + 60_000)
    expect(await ask(codeShown(at, 16), { at })).toEqual({ kind: 'right' })
    expect(factors.events.map(({ name }) => name)).toContain('token-resynchronised')
  })

  test('is taken strictly where the tenant says so: this very step, and no tokens of 60 seconds', async () => {
    await factors.tokens.add(appOf(person, { drift: 0 }))
    expect(await ask(codeShown(now, -1), { strict: true })).toEqual({ kind: 'wrong' })
    expect(await ask(codeShown(now), { strict: true })).toEqual({ kind: 'right' })
    const slow = await newPerson(factors, factors.contoso, `slow${count}@contoso.test`)
    const settings = { algorithm: 'SHA-1', digits: 6, stepSeconds: 60 } as const
    await factors.tokens.add(appOf(slow, settings))
    const question = { person: slow, code: codeShown(now, 0, settings), now }
    expect(await proveCode(factors, { ...question, strict: true })).toEqual({ kind: 'wrong' })
    expect(await proveCode(factors, { ...question, strict: false })).toEqual({ kind: 'right' })
  })
})

describe('guessing', () => {
  test('is counted before it is judged: of many parallel guesses five are looked at', async () => {
    await factors.tokens.add(appOf(person))
    const verdicts = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        proveCode(factors.servers[n % 2 === 0 ? 0 : 1], {
          person,
          code: wrong(codeShown(now)),
          now,
          strict: false,
        }),
      ),
    )
    const kinds = verdicts.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(5)
    expect(kinds.filter((kind) => kind === 'throttled')).toHaveLength(25)
    expect(verdicts.find(({ kind }) => kind === 'throttled')).toMatchObject({
      retryAfter: expect.any(Number),
    })
    // The right code does not help during the window.
    expect((await ask(codeShown(now))).kind).toBe('throttled')
  })

  async function lockOut() {
    await factors.tokens.add(appOf(person))
    const verdicts = []
    for (let n = 0; n < 10; n++) {
      if (n === 5) await letTimePass()
      verdicts.push((await ask(wrong(codeShown(now)))).kind)
    }
    await letTimePass()
    return verdicts
  }

  test('ends after ten failures in a row, for good, and the owner is notified at the fifth', async () => {
    factors.events.length = 0
    expect(await lockOut()).toEqual([...Array(9).fill('wrong'), 'locked'])
    expect(factors.events.map(({ name }) => name)).toEqual(['codes-failing', 'codes-locked'])
    for (let n = 0; n < 3; n++) {
      await letTimePass()
      expect(await ask(codeShown(now))).toEqual({ kind: 'locked' })
    }
  })

  test('that ended is forgiven by a recovery code', async () => {
    await lockOut()
    const codes = newRecoveryCodes()
    await keepRecoveryCodes(factors, person, codes)
    expect(await proveRecoveryCode(factors, person, codes[0] ?? '')).toEqual({ kind: 'right' })
    expect(await ask(codeShown(now))).toEqual({ kind: 'right' })
  })

  test('begins anew after a right code', async () => {
    await factors.tokens.add(appOf(person))
    for (let n = 0; n < 4; n++) await ask(wrong(codeShown(now)))
    expect(await ask(codeShown(now))).toEqual({ kind: 'right' })
    for (let n = 0; n < 5; n++) expect((await ask('000000')).kind).toBe('wrong')
  })

  test('at two codes that follow each other is allowed three times an hour', async () => {
    await factors.tokens.add(appOf(person))
    const kinds = []
    for (let n = 0; n < 4; n++) kinds.push((await ask('000000', { nextCode: '000001' })).kind)
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'throttled'])
  })
})

test('a hardware token proves nothing until a code of it was seen', async () => {
  const hardware = { serialNumber: `S${count}`, manufacturer: 'Contoso', model: 'Key' }
  const { activatedAt: _, ...token } = appOf(person, { hardware })
  await factors.tokens.add(token)
  expect(await ask(codeShown(now))).toEqual({ kind: 'wrong' })
  const activate = (code: string) => activateToken(factors, token, { code, now })
  await expect(activate(wrong(codeShown(now)))).rejects.toMatchObject({ code: 'request-invalid' })
  await activate(codeShown(now))
  await expect(activate(codeShown(now))).rejects.toMatchObject({ code: 'request-invalid' })
  expect(await ask(codeShown(now))).toEqual({ kind: 'wrong' })
  expect(await ask(codeShown(now, 1))).toEqual({ kind: 'right' })
})
