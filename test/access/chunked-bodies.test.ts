/** A sender of a body without a length is in the audit trail with its address, like all others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, json, openRegistry } from '../support/registry.ts'
import type { Registry } from './route-requests.ts'

let registry: Registry
let owner: Client
beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
})
afterAll(() => registry.close())

async function make(path: string, body: object, chunked: boolean): Promise<void> {
  const text = JSON.stringify(body)
  const bytes = Buffer.from(text)
  const request = new Request(`https://localhost:8443${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${owner.token}`,
      'content-type': 'application/json',
      ...(!chunked && { 'content-length': String(bytes.length) }),
    },
    body: new Blob([bytes]).stream(),
    duplex: 'half',
  } as RequestInit)
  const answer = await registry.app.fetch(request, {
    address: '198.51.100.9',
    drop: () => undefined,
  })
  expect(answer.status).toBe(201)
}

test.each([
  [
    '/v1.0/groups',
    { displayName: 'A', mailNickname: 'a', mailEnabled: false, securityEnabled: true },
  ],
  ['/admin/v1/applications', { displayName: 'Robot', roles: [] }],
])('%s', async (path, body) => {
  await make(path, body, false)
  await make(path, body, true)
  const { value } = await json(owner.ask('GET', '/admin/v1/audit'))
  const last: { actor: { address: string } }[] = value.slice(0, 2)
  expect(last.map(({ actor }) => actor.address)).toEqual(['198.51.100.9', '198.51.100.9'])
})
