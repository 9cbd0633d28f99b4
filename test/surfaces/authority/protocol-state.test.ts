/** What the sign-in protocol remembers: found by id or name, used once, ended together, unreadable at rest. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TenantId } from '../../../src/core/ids.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { stateAdapter } from '../../../src/identity-provider/oidc/state-adapter.ts'
import { startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
beforeAll(async () => {
  authority = await startAuthority()
})
afterAll(() => authority.close())

const adapter = (kind: string, tenantId = authority.tenantId) =>
  stateAdapter(authority.deps.state, tenantId, kind)

test('what was stored is found, by this tenant and as this kind only', async () => {
  const payload = { jti: 'id-1', kind: 'Session', uid: 'session-uid-1', iat: 1 }
  await adapter('Session').upsert('id-1', payload, 60)
  expect(await adapter('Session').find('id-1')).toMatchObject(payload)
  expect(await adapter('Session').findByUid('session-uid-1')).toMatchObject(payload)
  expect(await adapter('Grant').find('id-1')).toBeUndefined()
  expect(await adapter('Session', newUuid() as TenantId).find('id-1')).toBeUndefined()
  expect(await adapter('Session').find('id-2')).toBeUndefined()
})

test('storing again replaces', async () => {
  await adapter('DeviceCode').upsert('code', { userCode: 'ABCD-EFGH' }, 60)
  await adapter('DeviceCode').upsert('code', { userCode: 'ABCD-EFGH', accountId: 'alice' }, 60)
  expect(await adapter('DeviceCode').findByUserCode('ABCD-EFGH')).toMatchObject({
    accountId: 'alice',
  })
})

test('what has expired is not found; without an end it stays', async () => {
  await adapter('Interaction').upsert('past', {}, -1)
  await adapter('Interaction').upsert('endless', { returnTo: 'x' })
  expect(await adapter('Interaction').find('past')).toBeUndefined()
  expect(await adapter('Interaction').find('endless')).toEqual({ returnTo: 'x' })
})

test('a program that holds expired state learns so for an hour', async () => {
  await adapter('DeviceCode').upsert('late', { userCode: 'LATE' }, -1)
  const late = await adapter('DeviceCode').find('late')
  expect(late?.exp).toBeLessThan(Date.now() / 1000)
  expect(await adapter('DeviceCode').findByUserCode('LATE')).toBeUndefined()
})

test('the first use is remembered with its time', async () => {
  await adapter('AuthorizationCode').upsert('code', { grantId: 'g' }, 60)
  await adapter('AuthorizationCode').consume('code')
  const once = await adapter('AuthorizationCode').find('code')
  await expect(adapter('AuthorizationCode').consume('code')).rejects.toThrow('invalid_grant')
  expect(once).toMatchObject({ grantId: 'g', consumed: expect.any(Number) })
})

test('of uses at the same moment one is the first, and the others end the grant', async () => {
  await adapter('RefreshToken').upsert('raced', { grantId: 'raced-grant' }, 60)
  await adapter('RefreshToken').upsert('sibling', { grantId: 'raced-grant' }, 60)
  const uses = await Promise.allSettled(
    Array.from({ length: 20 }, () => adapter('RefreshToken').consume('raced')),
  )
  expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await adapter('RefreshToken').find('sibling')).toBeUndefined()
})

test('an assertion that many send at once counts once', async () => {
  const payload = { jti: 'assertion', kind: 'ReplayDetection', iss: 'client' }
  const uses = await Promise.allSettled(
    Array.from({ length: 20 }, () => adapter('ReplayDetection').upsert('assertion', payload, 60)),
  )
  expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('what has expired is swept away, a limited number at a time', async () => {
  const { state } = authority.deps
  while ((await state.sweep(100)) > 0);
  await adapter('AccessToken').upsert('live', {}, 60)
  for (const id of ['dead-1', 'dead-2', 'dead-3'])
    await adapter('AccessToken').upsert(id, {}, -3_601)
  expect([await state.sweep(2), await state.sweep(2), await state.sweep(2)]).toEqual([2, 1, 0])
  expect(await adapter('AccessToken').find('live')).toBeDefined()
})

test('ending a grant ends all that came from it', async () => {
  await adapter('RefreshToken').upsert('r', { grantId: 'grant-1' }, 60)
  await adapter('AccessToken').upsert('a', { grantId: 'grant-1' }, 60)
  await adapter('RefreshToken').upsert('other', { grantId: 'grant-2' }, 60)
  await adapter('RefreshToken').revokeByGrantId('grant-1')
  expect(await adapter('RefreshToken').find('r')).toBeUndefined()
  expect(await adapter('AccessToken').find('a')).toBeUndefined()
  expect(await adapter('RefreshToken').find('other')).toBeDefined()
  await adapter('RefreshToken').destroy('other')
  expect(await adapter('RefreshToken').find('other')).toBeUndefined()
})

test('the database holds neither ids nor names nor payloads in the clear', async () => {
  const names = { grantId: 'canary-grant', uid: 'canary-session', userCode: 'canary-user-code' }
  await adapter('Session').upsert('canary-id', { jti: 'canary-id', ...names }, 60)
  const { rows } = await authority.store.pool.query(
    `select string_agg(concat_ws(' ', kind, encode(id_digest, 'escape'), encode(payload, 'escape'),
       encode(grant_digest, 'escape'), encode(session_digest, 'escape'), encode(user_code_digest, 'escape')), ' ') as dump
     from protocol_state`,
  )
  expect(rows[0].dump).toContain('Session')
  expect(rows[0].dump).not.toContain('canary')
})
