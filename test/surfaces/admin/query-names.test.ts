/** The admin API refuses query parameters that a route does not read, instead of answering another question. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, json, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
})
afterAll(() => registry.close())

const anything = '00000000-0000-4000-8000-000000000001'

test('a parameter that a route does not have is refused by name, whatever the route does', async () => {
  const routes = registry.app.routes.filter(
    ({ surface, guarded }) => surface === 'admin' && guarded !== undefined,
  )
  expect(routes.length).toBeGreaterThan(150)
  const answers: string[] = []
  for (const { method, path } of routes) {
    const at = path.replaceAll(/:\w+/g, anything)
    const body = method === 'GET' || method === 'DELETE' ? undefined : {}
    const answer = await tenant.ask(method, `${at}?colour=red`, body)
    // What only an operator of the installation may do is refused for that.
    if (answer.status === 403) continue
    if (answer.status !== 400 || !(await answer.text()).includes("'colour'"))
      answers.push(`${method} ${path} ${answer.status}`)
  }
  expect(answers).toEqual([])
})

test('the refusal names what there is, and one that is given twice is refused', async () => {
  const message = async (query: string) =>
    (await json(tenant.ask('GET', `/admin/v1/devices?${query}`))).error.message
  expect(await message('fliter=x')).toMatch(/'fliter'.*Known are .*filter/)
  expect(await message('top=1&top=2')).toContain("'top' is given more than once")
  expect((await tenant.ask('GET', '/admin/v1/devices?')).status).toBe(200)
})
