/** `@pnp/cli-microsoft365`, whose hosts are fixed, unmodified through `taxiway intercept`; and what it asks, recorded. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Json } from '../support/registry.ts'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../support/taxiway-command.ts'
import { robotCertificate } from '../surfaces/authority/robot-certificate.ts'
import { m365Program } from './m365-program.ts'
import { type PeopleServer, startServerForPeople, typeCode } from './people.ts'

/** Each command loads for seconds, and longer on a machine that is busy with other tests. ms */
const limit = 300_000
const pnp = '31359c7f-bd7e-475c-86db-fdb8c937548e'
let server: PeopleServer
let program: string | undefined
beforeAll(async () => {
  program = await m365Program()
  server = await startServerForPeople()
  await server.consent(pnp)
  await server.admin('POST', '/v1.0/groups', { displayName: 'Kiosks' })
})
afterAll(() => server?.dispose())

const words = (...more: string[]) => ['intercept', '--', process.execPath, program ?? '', ...more]
const setting = (home: string) => ({
  configFolder: server.configFolder,
  env: { CI: 'true', HOME: home },
})
const m365 = (home: string, ...more: string[]) =>
  taxiway(words(...more, '--output', 'json'), setting(home))
const parsed = async (home: string, ...more: string[]) => {
  const { code, stdout, stderr } = await m365(home, ...more)
  expect([more, code], stderr + stdout).toEqual([more, 0])
  return JSON.parse(stdout)
}

const proofs = {
  async secret() {
    return ['--authType', 'secret', '--secret', server.clientSecret]
  },
  async certificate() {
    const { certificate, privateKey } = await robotCertificate()
    const file = join(emptyFolder(), 'robot.pem')
    writeFileSync(file, `${privateKey}${certificate}`)
    const body = { certificate }
    const own = `/admin/v1/applications/${server.clientId}/certificates`
    await server.admin('POST', own, body)
    return ['--authType', 'certificate', '--certificateFile', file]
  },
}

test.each(['secret', 'certificate'] as const)(
  'm365 signs in by %s and asks the directory',
  async (kind) => {
    if (program === undefined) return await recorded()
    const home = emptyFolder()
    const place = ['--appId', server.clientId, '--tenant', server.tenant]
    const login = await parsed(home, 'login', ...place, ...(await proofs[kind]()))
    expect(login).toMatchObject({ connectedAs: 'Taxiway command line' })
    if (kind === 'certificate') return
    const id = ['tenant', 'id', 'get', '--domainName', 'contoso.test']
    expect(await parsed(home, ...id)).toBe(server.tenant)
    const named = (name: string) =>
      expect.arrayContaining([expect.objectContaining({ displayName: name })])
    expect(await parsed(home, 'entra', 'user', 'list')).toHaveLength(2)
    expect(await parsed(home, 'entra', 'group', 'list')).toEqual(named('Kiosks'))
    expect(await parsed(home, 'entra', 'app', 'list')).toEqual(named('Taxiway command line'))
    expect(await parsed(home, 'entra', 'license', 'list')).toMatchObject([
      { skuPartNumber: 'INTUNE_A' },
    ])
  },
  limit,
)

test(
  'm365 signs a person in by device code',
  async () => {
    if (program === undefined) return await recorded()
    const home = emptyFolder()
    const login = ['login', '--authType', 'deviceCode', '--appId', pnp, '--tenant', server.tenant]
    const child = startTaxiwayCommand(words(...login, '--output', 'json'), setting(home))
    child.stdin.end()
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (more) => (said += more))
    const ended = new Promise((resolve) => child.on('close', resolve))
    const [, code = ''] = await eventually(() => {
      const found = /\b([A-Z]{4}-[A-Z]{4})\b/.exec(said)
      if (found === null) throw new Error(said)
      return found
    })
    const [address = ''] = /https:\/\/[^\s"]+deviceauth[^\s".]*/.exec(said) ?? []
    await typeCode(server.origin, address, code)
    expect(await ended, said).toBe(0)
    // Of a person without being given the domain.
    expect(await parsed(home, 'tenant', 'id', 'get')).toBe(server.tenant)
  },
  limit,
)

/** What m365 11.11 was seen to ask, in its words. [ran] */
async function recorded(): Promise<void> {
  const signIn = await fetch(`${server.origin}/${server.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'user-agent': 'NONISV|SharePointPnP|CLIMicrosoft365/11.11.0' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: server.clientId,
      client_secret: server.clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token } = (await signIn.json()) as Json
  const headers = {
    accept: 'application/json;odata.metadata=none',
    authorization: `Bearer ${access_token}`,
  }
  for (const path of [
    'users?$select=userPrincipalName,displayName',
    'groups',
    'applications',
    'subscribedSkus',
    'deviceManagement/windowsAutopilotDeviceIdentities',
  ]) {
    const answer = await fetch(`${server.origin}/v1.0/${path}`, { headers })
    expect([path, answer.status]).toEqual([path, 200])
    expect(((await answer.json()) as Json).value).toBeInstanceOf(Array)
  }
}

test('the requests of m365, as they were recorded, are answered', recorded)
