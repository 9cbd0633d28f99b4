/** `taxiway people unlock`: an administrator lets somebody in again, and the trail says so. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseSettings } from '../support/server-database.ts'
import { type CommandRun, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { signIn, trust } from '../support/wire-client.ts'

let server: TaxiwayProcess
beforeAll(async () => {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
})
afterAll(() => server.dispose())

/** A program with these roles, and what runs commands as it. */
async function program(...roles: string[]) {
  const create = roles.flatMap((role) => ['--role', role])
  const made = await taxiway(['applications', 'create', roles.join(' '), ...create, '--json'], {
    configFolder: server.configFolder,
  })
  const [{ applicationId: clientId, secret }] = JSON.parse(made.stdout)
  const env = {
    TAXIWAY_GRAPH_URL: server.origin,
    TAXIWAY_AUTHORITY_URL: server.origin,
    TAXIWAY_CA: server.ca,
    TAXIWAY_TENANT: 'contoso.test',
    TAXIWAY_CLIENT_ID: clientId,
    TAXIWAY_CLIENT_SECRET: secret,
  }
  return {
    clientId,
    clientSecret: secret,
    unlock: (...words: string[]): Promise<CommandRun> =>
      taxiway(['people', 'unlock', ...words], { env }),
  }
}

test('an administrator unlocks passwords and codes; others learn why they cannot', async () => {
  const administrator = /administrator +(\S+)/.exec(server.log())?.[1] ?? ''
  const helper = await program('UserAuthenticationMethod.ReadWrite.All', 'User.Read.All')
  const opened = await helper.unlock(administrator)
  expect([opened.code, opened.stderr]).toEqual([0, expect.stringContaining('by password again')])
  expect(await helper.unlock(administrator, '--codes')).toMatchObject({ code: 0 })
  const unknown = await helper.unlock('nobody@contoso.test')
  expect([unknown.code, unknown.stderr]).toEqual([
    expect.any(Number),
    expect.stringMatching(/nobody@contoso.test|not/i),
  ])
  expect(unknown.code).not.toBe(0)

  const reader = await program('UserAuthenticationMethod.Read.All', 'User.Read.All')
  expect(await reader.unlock(administrator)).not.toMatchObject({ code: 0 })

  trust(server.ca)
  const owner = await signIn(server.origin, server.credentials())
  const { value } = await owner.ask('GET', '/admin/v1/audit?limit=100')
  const trail = JSON.stringify(value)
  expect(trail).toContain('unlock-sign-in')
  expect(trail).toContain('unlock-codes')
})
