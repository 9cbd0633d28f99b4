/** Sign-ins on disk: who may read them, which is current, what a damaged file says. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { emptyFolder, taxiway } from '../../support/taxiway-command.ts'

const local = {
  graph: 'https://localhost:8443',
  authority: 'https://localhost:8443',
  tenant: 'contoso.test',
  clientId: 'app-1',
  clientSecret: 'a secret that nobody must see',
}
let configFolder: string

beforeEach(() => {
  configFolder = emptyFolder()
  writeContexts({
    current: 'one',
    contexts: { one: local, two: { ...local, tenant: 'fabrikam.test' } },
  })
})

test('the list marks the current context and shows no secret', async () => {
  const { code, stdout } = await taxiway(['context', 'list'], { configFolder })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\* +one +contoso\.test/m)
  expect(stdout).toMatch(/^ +two +fabrikam\.test/m)
  expect(stdout).not.toContain('secret')
})

test('the list as JSON has one object per context', async () => {
  const { stdout } = await taxiway(['context', 'list', '--json'], { configFolder })
  const shown = { graph: local.graph, clientId: 'app-1', account: null }
  expect(JSON.parse(stdout)).toEqual([
    { current: true, name: 'one', tenant: 'contoso.test', ...shown },
    { current: false, name: 'two', tenant: 'fabrikam.test', ...shown },
  ])
})

test('another context becomes the current one, and the file stays private', async () => {
  const { code } = await taxiway(['context', 'use', 'two'], { configFolder })
  expect(code).toBe(0)
  expect(contexts().current).toBe('two')
  expect(statSync(join(configFolder, 'contexts.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(configFolder)).toEqual(['contexts.json'])
})

test('an unknown context is refused with those there are', async () => {
  const { code, stderr } = await taxiway(['context', 'use', 'three'], { configFolder })
  expect(code).toBe(1)
  expect(stderr).toContain('There are: one, two.')
})

test('signing out forgets the current context and leaves the others', async () => {
  const { code } = await taxiway(['logout'], { configFolder })
  expect(code).toBe(0)
  expect(Object.keys(contexts().contexts)).toEqual(['two'])
  expect(contexts().current).toBeUndefined()
})

test('a damaged file is named, with a hint', async () => {
  writeFileSync(join(configFolder, 'contexts.json'), '{')
  const { code, stderr } = await taxiway(['context', 'list'], { configFolder })
  expect(code).toBe(1)
  expect(stderr).toContain(`${join(configFolder, 'contexts.json')} is damaged`)
  expect(stderr).toContain('taxiway login')
})

test('a command with --context of an unknown name ends before it reaches a server', async () => {
  const { code, stderr } = await taxiway(['devices', 'list', '--context', 'three'], {
    configFolder,
  })
  expect(code).toBe(1)
  expect(stderr).toContain('There is no sign-in called three.')
})

test('a sign-in without secret says where a secret may come from', async () => {
  const words = ['login', '--url', local.graph, '--tenant', 'a', '--client-id', 'b']
  const { code, stderr } = await taxiway(words, { configFolder })
  expect(code).toBe(1)
  expect(stderr).toContain('TAXIWAY_CLIENT_SECRET')
})

test('a sign-in to an address without HTTPS is refused', async () => {
  const words = ['login', '--url', 'http://localhost:8443', '--tenant', 'a', '--client-id', 'b']
  const { code, stderr } = await taxiway(words, { configFolder, input: 'secret' })
  expect(code).toBe(1)
  expect(stderr).toContain('Use https')
})

test('an application in the environment without its tenant is refused', async () => {
  const env = { TAXIWAY_CLIENT_ID: 'app-2' }
  const { code, stderr } = await taxiway(['devices', 'list'], { configFolder, env })
  expect(code).toBe(3)
  expect(stderr).toContain('TAXIWAY_TENANT')
})

function writeContexts(value: unknown): void {
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify(value), { mode: 0o600 })
}

function contexts(): { current?: string; contexts: Record<string, unknown> } {
  return JSON.parse(readFileSync(join(configFolder, 'contexts.json'), 'utf8'))
}

test('several commands that change the sign-ins at once lose none of the changes', async () => {
  const names = Array.from({ length: 6 }, (_, n) => `tenant-${n}`)
  const entries = names.map((name) => [name, { ...local, tenant: name }])
  writeContexts({ current: 'one', contexts: { one: local, ...Object.fromEntries(entries) } })
  const runs = await Promise.all(names.map((name) => taxiway(['logout', name], { configFolder })))
  expect(runs.map(({ code }) => code)).toEqual(names.map(() => 0))
  expect(contexts()).toEqual({ current: 'one', contexts: { one: local } })
})
