import { expect, test } from 'vitest'
import type { Caller } from '../../core/access/caller.ts'
import type { BearerVerdict } from '../../surfaces/http/verify-bearer.ts'
import { cacheVerifiedTokens } from './token-cache.ts'

const token = (exp: number) =>
  `Bearer e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.signature`

function remembered(verdict: BearerVerdict) {
  const time = { now: 1_000_000, elapsed: 0 }
  const asked: (string | undefined)[] = []
  const verify = cacheVerifiedTokens(
    async (authorization) => {
      asked.push(authorization)
      return verdict
    },
    { now: () => new Date(time.now), elapsed: () => time.elapsed },
  )
  return { verify, asked, time }
}

const program: BearerVerdict = { ok: true, caller: { kind: 'application' } as Caller }
const person: BearerVerdict = { ok: true, caller: { kind: 'user' } as Caller }
const refused: BearerVerdict = { ok: false, reason: 'signature', message: '', challenge: '' }

test('a program’s token is checked once, and again after two seconds', async () => {
  const { verify, asked, time } = remembered(program)
  expect(await verify(token(9_999))).toBe(program)
  time.elapsed = 1_999
  expect(await verify(token(9_999))).toBe(program)
  expect(asked).toHaveLength(1)
  time.elapsed = 2_000
  await verify(token(9_999))
  expect(asked).toHaveLength(2)
})

test('it is checked again once it has expired, whatever was remembered', async () => {
  const { verify, asked, time } = remembered(program)
  await verify(token(1_001))
  time.now = 1_001_000
  await verify(token(1_001))
  expect(asked).toHaveLength(2)
})

test('another token, a person’s, a refused one and none are never remembered', async () => {
  const app = remembered(program)
  await app.verify(token(9_999))
  await app.verify(`${token(9_999)}x`)
  await app.verify(undefined)
  expect(app.asked).toHaveLength(3)
  for (const verdict of [person, refused]) {
    const { verify, asked } = remembered(verdict)
    await verify(token(9_999))
    await verify(token(9_999))
    expect(asked).toHaveLength(2)
  }
})
