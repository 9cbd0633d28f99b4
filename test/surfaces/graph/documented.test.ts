/** Every example of the reference pages is answered with its status and its members. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { type Fact, facts } from './documented-facts.ts'
import { answer, identitySet, importedSet, management } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
})
afterAll(() => registry.close())

const cases = facts.flatMap((fact) =>
  (fact.betaOnly ? ['beta'] : ['v1.0', 'beta']).map((version) => ({ version, ...fact })),
)

test.each(cases)('$version $method $path → $status', async ({ version, ...fact }) => {
  const path = await withIds(`/${version}${management}/${fact.path}`)
  const [status, body] = await answer(tenant.ask(fact.method, path, usable(fact.body)))
  expect([status, body?.error]).toEqual([fact.status, undefined])
  for (const entity of entitiesOf(body, fact)) {
    expect(Object.keys(entity)).toEqual(expect.arrayContaining([...(fact.members ?? [])]))
  }
})

test('no example led to a failure of the server', () => {
  expect(registry.failures).toEqual([])
})

/** Fresh objects for every example, so that none depends on the one before. */
async function withIds(path: string): Promise<string> {
  const made = async (set: string) =>
    (await json(tenant.ask('POST', `/v1.0${management}/${set}`, { serialNumber: 'S' }))).id
  let filled = path
  if (filled.includes('{imported}'))
    filled = filled.replaceAll('{imported}', await made(importedSet))
  if (filled.includes('{identity}'))
    filled = filled.replaceAll('{identity}', await made(identitySet))
  return filled
}

/** The pages show words in the place of a user, and a user is checked for its form and domain. */
function usable(body: unknown): unknown {
  if (body === undefined) return undefined
  return JSON.parse(
    JSON.stringify(body).replaceAll('User Principal Name value', 'anna@contoso.test'),
  )
}

function entitiesOf(body: Json, { members }: Omit<Fact, 'version'>): readonly Json[] {
  if (members === undefined) return []
  return Array.isArray(body.value) ? body.value : [body]
}
