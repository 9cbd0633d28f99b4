/**
 * The example of a newcomer's first change works as docs/adding-a-surface.md prints it: its blocks become files, with
 * the imports that an editor adds, and the route is asked with tokens.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardOn } from '../../src/compose/guarding.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { adminDialect } from '../../src/surfaces/admin/dialect.ts'
import { adminErrors } from '../../src/surfaces/admin/errors.ts'
import { addRoutes } from '../../src/surfaces/http/add-routes.ts'
import { authenticated } from '../../src/surfaces/http/authenticate.ts'
import { requireGuards } from '../../src/surfaces/http/protected-routes.ts'
import { type RequestEnv, requestIds } from '../../src/surfaces/http/request-context.ts'
import { type Client, json, openRegistry, origin } from '../support/registry.ts'
import { root } from './documents.ts'

const page = readFileSync(join(root, 'docs/adding-a-surface.md'), 'utf8')
const scratch = mkdtempSync(join(tmpdir(), 'taxiway-example-'))
const inScratch = (file: string) => join(scratch, file.replaceAll('/', '-'))
const inProject = (file: string) => JSON.stringify(join(root, file))

/** What the editor of somebody who follows the page adds. */
const imports: Readonly<Record<string, string>> = {
  'src/core/devices/group-tags.ts': `
    import { reaches } from ${inProject('src/core/access/tag-scope.ts')}
    import { currentScope } from ${inProject('src/core/acting.ts')}`,
  'src/storage/devices/group-tags.ts': '',
  'src/surfaces/admin/devices/group-tag-routes.ts': `
    import { z } from 'zod'
    import { listGroupTags } from ${JSON.stringify(inScratch('src/core/devices/group-tags.ts'))}
    import { listOf } from ${inProject('src/surfaces/admin/contract.ts')}
    import { routesWith } from ${inProject('src/surfaces/http/route.ts')}`,
}

let registry: Awaited<ReturnType<typeof openRegistry>>
let owner: Client
let app: Hono<RequestEnv>

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
  const blocks = [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)]
  for (const [, file = '', text = ''] of blocks)
    writeFileSync(inScratch(file), `${imports[file]}\n${text}`)
  expect(blocks.map(([, file]) => file)).toEqual(Object.keys(imports))
  const { groupTagsIn } = await import(inScratch('src/storage/devices/group-tags.ts'))
  const { groupTagRoutes } = await import(
    inScratch('src/surfaces/admin/devices/group-tag-routes.ts')
  )

  registry = await openRegistry()
  const { store } = registry
  const { access, verify, origin: own } = registry.app
  const wrap = wrapWith(randomBytes(32))
  const stepUp = () => Promise.reject(new Error('nothing is changed here'))
  const guard = guardOn({ store, access, wrap }, stepUp, (unit) => ({
    countGroupTags: groupTagsIn(unit),
  }))
  app = new Hono<RequestEnv>().basePath('/admin/v1')
  app.use(requestIds, authenticated(verify))
  addRoutes(app, { guard, dialect: adminDialect(own) }, groupTagRoutes)
  requireGuards(app)
  app.onError(adminErrors((error) => registry.failures.push(error)))

  owner = await registry.newTenant()
  const devices = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
  for (const [serialNumber, groupTag] of Object.entries({ A: 'Kiosk', B: 'Kiosk', C: 'Desk' }))
    await json(owner.ask('POST', devices, { serialNumber, groupTag }))
  await json(owner.ask('POST', devices, { serialNumber: 'without a tag' }))
})
afterAll(async () => {
  await registry.close()
  rmSync(scratch, { recursive: true })
})

const ask = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` }
  return await app.fetch(new Request(`${origin}/admin/v1/group-tags`, { headers }))
}

test('the route counts the tags of one tenant, for those who may read devices', async () => {
  const answer = await ask(owner.token)
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      value: [
        { groupTag: 'Desk', devices: 1 },
        { groupTag: 'Kiosk', devices: 2 },
      ],
    },
  ])
  const other = await registry.newTenant()
  expect(await (await ask(other.token)).json()).toEqual({ value: [] })
  const powerless = await registry.newClient(owner.tenantId, [])
  expect((await ask(powerless.token)).status).toBe(403)
  expect((await ask('forged')).status).toBe(401)
})

test('both ends that the page joins are where it says', () => {
  const [surface, wiring] = [
    'src/surfaces/admin/all-routes.ts',
    'src/compose/ports/admin-ports.ts',
  ].map((file) => readFileSync(join(root, file), 'utf8'))
  expect(page).toContain('`GroupTagDeps &` in `AdminPorts`, `...groupTagRoutes` in `ownRoutes`')
  expect(surface).toMatch(/export type AdminPorts = [\s\S]*export const ownRoutes: /)
  expect(page).toContain('`src/compose/ports/admin-ports.ts`: `countGroupTags: groupTagsIn(unit)`')
  expect(wiring).toMatch(/return \(unit: Store\) =>/)
})
