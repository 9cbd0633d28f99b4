/** A key that has an end proves nothing once that has come, and others of the application still do. */
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPublicKey } from '../../../src/core/applications/public-key.ts'
import { graph, post, publicUrl, startAuthority, type TestAuthority } from './support.ts'

/** ms */
const minute = 60_000
let passed = 0
let authority: TestAuthority
beforeAll(async () => {
  authority = await startAuthority({ now: () => new Date(Date.now() + passed) })
})
afterAll(() => authority.close())

async function keyUntil(expiresAt: Date | undefined): Promise<KeyObject> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = readPublicKey(publicKey.export({ format: 'jwk' }))
  if (typeof key === 'string') throw new Error(key)
  const { tenantId, application, deps } = authority
  const stored = { ...key, ...(expiresAt && { expiresAt }) }
  await deps.applications.addKey(tenantId, application.applicationId, stored)
  return privateKey
}

async function ask(key: KeyObject): Promise<{ status: number; said: string }> {
  const { tenantId, application, app } = authority
  const id = application.applicationId
  const now = Math.floor(Date.now() / 1000)
  const aud = `${publicUrl}/${tenantId}/oauth2/v2.0/token`
  const claims = { aud, iss: id, sub: id, jti: randomUUID(), nbf: now, exp: now + 600 }
  const answer = await post(app, `/${tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(key),
    scope: `${graph}/.default`,
  })
  return { status: answer.status, said: await answer.text() }
}

test('until its end and not after it, and one without an end always', async () => {
  const [ending, endless] = [
    await keyUntil(new Date(Date.now() + minute)),
    await keyUntil(undefined),
  ]
  expect((await ask(ending)).status).toBe(200)
  expect((await ask(endless)).status).toBe(200)
  passed = 2 * minute
  const { status, said } = await ask(ending)
  expect(status).toBe(401)
  expect(said).toContain('AADSTS700027')
  expect(said).toContain('The key has expired.')
  expect((await ask(endless)).status).toBe(200)
})
