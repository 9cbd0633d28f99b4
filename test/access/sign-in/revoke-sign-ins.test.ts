/** Ending a person's sign-ins over Graph: what was signed in before opens nothing any more. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureUser } from '../../../src/core/directory/user.ts'
import { openRegistry } from '../../support/registry.ts'
import type { Registry } from '../route-requests.ts'

let registry: Registry

beforeAll(async () => {
  registry = await openRegistry()
})

afterAll(() => registry.close())

test('an administrator ends the sign-ins of a person of the tenant, and of nobody elsewhere', async () => {
  const [client, other] = [await registry.newTenant(), await registry.newTenant()]
  await ensureUser(registry.app.users, async () => '', {
    tenantId: client.tenantId,
    userPrincipalName: 'ada@contoso.test',
    displayName: 'Ada',
    roles: [],
    licensed: false,
  })
  const read = async () => {
    const { rows } = await registry.store.pool.query(
      'select user_id, sign_ins_valid_from from directory_user where tenant_id = $1',
      [client.tenantId],
    )
    return rows[0]
  }
  const { user_id, sign_ins_valid_from } = await read()
  expect(sign_ins_valid_from).toBeNull()
  const path = `/v1.0/users/${user_id}/revokeSignInSessions`
  expect((await other.ask('POST', path)).status).toBe(404)
  expect((await read()).sign_ins_valid_from).toBeNull()
  const answer = await client.ask('POST', path)
  expect(await answer.json()).toMatchObject({ value: true })
  expect((await read()).sign_ins_valid_from).toBeInstanceOf(Date)
})
