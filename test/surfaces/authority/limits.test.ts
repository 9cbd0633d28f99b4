/** Limits on guessing passwords: counted before the work, over all servers, with locks that open by themselves. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type AttemptRule,
  accountRule,
  addressRule,
  passwordRule,
} from '../../../src/identity-provider/core/attempts.ts'
import { passwordStep } from '../../../src/identity-provider/pages/sign-in/password-step.ts'
import { addSigners, password } from './people.ts'
import { authorityOn, startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
let second: ReturnType<typeof authorityOn>
let hashes = 0
beforeAll(async () => {
  authority = await startAuthority({
    deps: {
      passwords: {
        hash: async (text) => text,
        async verify(hash, text) {
          hashes++
          return hash !== null && text === password
        },
      },
    },
  })
  second = authorityOn(authority.connectionString)
  await addSigners(authority)
})
afterAll(async () => {
  await second.store.close()
  await authority.close()
})

function tryPassword(change: { userName?: string; password?: string; address?: string } = {}) {
  return passwordStep(authority.deps, {
    tenantId: authority.tenantId,
    address: '192.0.2.7',
    userName: 'ada@contoso.test',
    password: 'wrong',
    ...change,
  })
}

/** Lets the windows of `kind` end. */
async function windowsEnd(kind: string): Promise<void> {
  await authority.store.pool.query('update attempt set window_ends_at = now() where kind = $1', [
    kind,
  ])
}

async function secondsLeft(kind: string): Promise<number> {
  const { rows } = await authority.store.pool.query(
    'select extract(epoch from max(window_ends_at) - now())::float8 as left from attempt where kind = $1',
    [kind],
  )
  return rows[0].left
}

test('of a hundred guesses at once ten are judged', async () => {
  hashes = 0
  const verdicts = await Promise.all(Array.from({ length: 100 }, () => tryPassword()))
  expect(verdicts.filter(({ kind }) => kind === 'wrong')).toHaveLength(10)
  expect(verdicts.filter(({ kind }) => kind === 'locked')).toHaveLength(90)
  expect(hashes).toBe(10)
  expect(await tryPassword({ password })).toMatchObject({
    kind: 'locked',
    retryAfter: expect.any(Number),
  })
})

test('after ten failures there is one attempt per window, and the windows double', async () => {
  const lengths: number[] = []
  for (let window = 0; window < 3; window++) {
    await windowsEnd('password')
    expect((await tryPassword()).kind).toBe('wrong')
    expect((await tryPassword({ password })).kind).toBe('locked')
    lengths.push(Math.round((await secondsLeft('password')) / 60))
  }
  expect(lengths).toEqual([30, 60, 120])
  await windowsEnd('password')
  expect((await tryPassword({ password })).kind).toBe('right')
  for (let tries = 0; tries < 10; tries++) expect((await tryPassword()).kind).toBe('wrong')
  await authority.store.pool.query('delete from attempt')
})

test('a name that does not exist is limited and worked for like one that does', async () => {
  hashes = 0
  const verdicts = await Promise.all(
    Array.from({ length: 15 }, () => tryPassword({ userName: 'eve@contoso.test' })),
  )
  expect(verdicts.filter(({ kind }) => kind === 'wrong')).toHaveLength(10)
  expect(hashes).toBe(10)
})

test('spelling a name differently does not give more guesses', async () => {
  const names = ['ben@contoso.test', 'BEN@contoso.test', ' Ben@Contoso.Test ']
  const verdicts = await Promise.all(
    Array.from({ length: 12 }, (_, i) => tryPassword({ userName: names[i % 3] ?? '' })),
  )
  expect(verdicts.filter(({ kind }) => kind === 'wrong')).toHaveLength(10)
})

test('from a hundred addresses there are a hundred guesses, and then one per window', async () => {
  await authority.store.pool.query('delete from attempt')
  hashes = 0
  const verdicts = await Promise.all(
    Array.from({ length: 120 }, (_, n) => tryPassword({ address: `198.51.100.${n}` })),
  )
  expect(verdicts.filter(({ kind }) => kind === 'wrong')).toHaveLength(100)
  expect(hashes).toBe(100)
  await windowsEnd(accountRule.kind)
  const more = await Promise.all(
    Array.from({ length: 20 }, (_, n) => tryPassword({ address: `203.0.113.${n}` })),
  )
  expect(more.filter(({ kind }) => kind === 'wrong')).toHaveLength(1)
})

test('one address may not try many names, an IPv6 customer’s whole /64 counts as one', async () => {
  await authority.store.pool.query('delete from attempt')
  const used = addressRule.perWindow
  await authority.store.pool.query('select 1')
  for (const address of ['2001:db8::1', '2001:db8:0:0:ffff::2']) await tryPassword({ address })
  await authority.store.pool.query('update attempt set used = $1 where kind = $2', [
    used,
    addressRule.kind,
  ])
  const same = await tryPassword({ address: '2001:db8::3', userName: 'new@contoso.test' })
  expect(same.kind).toBe('locked')
  const other = await tryPassword({ address: '2001:db8:0:1::1', userName: 'new@contoso.test' })
  expect(other.kind).toBe('wrong')
})

test('two servers on one database count together', async () => {
  const rule: AttemptRule = { kind: 'shared', perWindow: 5, windowSeconds: 60 }
  const servers = [authority.deps.attempts, second.deps.attempts]
  const verdicts = await Promise.all(
    servers.flatMap((attempts) =>
      Array.from({ length: 10 }, () => attempts.take(authority.tenantId, rule, 'x')),
    ),
  )
  expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(5)
})

test('what is counted is not stored in the clear', async () => {
  await tryPassword({ userName: 'canary@contoso.test' })
  const { rows } = await authority.store.pool.query(
    "select string_agg(encode(subject_digest, 'escape'), ' ') as dump from attempt",
  )
  expect(rows[0].dump).not.toContain('canary')
  expect(passwordRule.lockAfter).toBeLessThanOrEqual(10)
})
