/** `csv check --users-online` asks a real server which assigned users exist. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { header5, withHashes } from './golden/golden-case.ts'

const secret = 'a secret for these tests'
/** More than one request may ask for, and names that a filter must quote. */
const names = [...Array.from({ length: 40 }, (_, n) => `user${n}`), "pat.o'neill", 'a+b&c#d']
const users = names.map((name) => `${name}@contoso.test`)
const application = (clientId: string, roles: readonly string[]) => ({
  clientId,
  displayName: clientId,
  secret,
  roles,
})
const seed = {
  tenants: [
    {
      domain: 'contoso.test',
      displayName: 'Contoso',
      users: users.map((name) => ({ userPrincipalName: name, displayName: name })),
      applications: [
        application('00000001-0000-4000-8000-000000000000', ['User.Read.All']),
        application('00000002-0000-4000-8000-000000000000', [
          'DeviceManagementServiceConfig.Read.All',
        ]),
      ],
    },
  ],
}

let server: TaxiwayProcess
let cwd: string

beforeAll(async () => {
  cwd = emptyFolder()
  const path = join(cwd, 'seed.json')
  writeFileSync(path, JSON.stringify(seed))
  server = await startTaxiwayProcess({
    env: { ...(await databaseSettings()), TAXIWAY_SEED: path },
  })
  writeFileSync(join(cwd, 'devices.csv'), fileFor(users))
})

afterAll(() => server.dispose())

function fileFor(assigned: readonly string[]): string {
  return `${withHashes(header5)}\r\n${assigned.map((name, n) => `S${n},,,,${name}\r\n`).join('')}`
}

/** `clientId` signs in by the environment; absent, nobody is signed in. */
async function check(words: readonly string[], clientId?: string) {
  const env = clientId !== undefined && {
    TAXIWAY_CLIENT_ID: clientId,
    TAXIWAY_CLIENT_SECRET: secret,
    TAXIWAY_TENANT: 'contoso.test',
    TAXIWAY_GRAPH_URL: server.origin,
    TAXIWAY_AUTHORITY_URL: server.origin,
    TAXIWAY_CA: server.ca,
  }
  const input = fileFor(['nobody@contoso.test'])
  return taxiway(['csv', 'check', ...words], { cwd, input, ...(env && { env }) })
}

const reader = '00000001-0000-4000-8000-000000000000'
const online = ['--users-online', '--json']

async function unknownUsers(file: string): Promise<readonly number[]> {
  const { stdout } = await check([file, ...online], reader)
  const [report] = JSON.parse(stdout).files
  const findings: { code: string; line: number }[] = report.findings
  return findings.filter(({ code }) => code === 'user-unknown').map(({ line }) => line)
}

test('users that exist are found, whatever is in their names and however they are capitalised', async () => {
  expect(await unknownUsers('devices.csv')).toEqual([])
  writeFileSync(join(cwd, 'capitals.csv'), fileFor(['USER1@Contoso.Test']))
  expect(await unknownUsers('capitals.csv')).toEqual([])
})

test('a user who does not exist is an error in that line, and one of no form is not asked for', async () => {
  writeFileSync(join(cwd, 'some.csv'), fileFor([users[0] ?? '', 'usr1@contoso.test', "no' name"]))
  expect(await unknownUsers('some.csv')).toEqual([3])
})

test('standard input is checked too', async () => {
  expect(await unknownUsers('-')).toEqual([2])
})

test('it ends with 3 when nobody is signed in, and when the sign-in may not read users', async () => {
  const nobody = await check(['devices.csv', ...online])
  expect(nobody.code).toBe(3)
  expect(nobody.stderr).toContain('not signed in')
  const other = await check(['devices.csv', ...online], '00000002-0000-4000-8000-000000000000')
  expect(other.code).toBe(3)
})

test('a list and the service cannot both be asked', async () => {
  const both = await check(['devices.csv', '--users', 'users.csv', '--users-online'])
  expect(both.code).toBe(1)
  expect(both.stderr).toContain('cannot be used with')
})
