/** Two servers on one database: either takes what the other began, and what one has spent stays spent. */
import { randomBytes } from 'node:crypto'
import {
  askForChallenge,
  type ProfileAnswer,
  proofFor,
  redeemChallenge,
  type Service,
} from 'taxiway-device'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/network/free-port.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, signIn, trust, type WireClient } from '../support/wire-client.ts'
import { machine } from './support.ts'

const publicUrl = 'https://taxiway.test'
const { fixture, prover } = machine(0)
const device = { hardwareHash: fixture.hardwareHash, prover }
let database: TestDatabase
let env: Readonly<Record<string, string>>
let servers: TaxiwayProcess[] = []
let ports: readonly number[] = []

beforeAll(async () => {
  database = await createDatabase(localBackend)
  env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_PUBLIC_URL: publicUrl,
  }
  ports = [await freePort(), await freePort()]
  const first = await startTaxiwayProcess({ env, port: ports[0] })
  servers = [first, await startTaxiwayProcess({ env, port: ports[1] })]
  for (const { ca } of servers) trust(ca)
  await registerDevice(await signIn(address(0), first.credentials()))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.dispose()))
  await database.drop()
})

const address = (server: number) => `https://localhost:${ports[server]}`

/** The service as the device knows it, by the public address; reached at one of the servers. */
const at = (server: number): Service => ({
  origin: publicUrl,
  ask: async (request) => {
    const { pathname } = new URL(request.url)
    const { method, headers } = request
    const body = await request.arrayBuffer()
    return await fetch(`${address(server)}${pathname}`, { method, headers, body })
  },
})

test('a challenge of a server that was killed is good at the other, once, and stays spent at all', async () => {
  const challenge = await askForChallenge(at(0), device.hardwareHash, prover)
  if ('result' in challenge) throw new Error(challenge.detail)
  await servers[0]?.kill('SIGKILL')
  const proof = await proofFor(at(1), challenge, device)
  const answer = { ...device, challenge, proof }
  expect(await redeemChallenge(at(1), answer)).toMatchObject({ result: 'profile' })
  const spent = { status: 403, code: 'proof-failed' }
  expect(await redeemChallenge(at(1), answer)).toMatchObject(spent)
  await servers[1]?.kill('SIGKILL')
  await restart(0)
  expect(await redeemChallenge(at(0), answer)).toMatchObject(spent)
  await restart(1)
  expect(await redeemChallenge(at(1), answer)).toMatchObject(spent)
})

test('of one answer sent to both at the same moment, one gets the profile', async () => {
  for (let round = 0; round < 5; round++) {
    const challenge = await askForChallenge(at(0), device.hardwareHash, prover)
    if ('result' in challenge) throw new Error(challenge.detail)
    const proof = await proofFor(at(0), challenge, device)
    const sent = [0, 1, 0, 1].map((n) => redeemChallenge(at(n), { ...device, challenge, proof }))
    const given = (await Promise.all(sent)).filter(({ result }) => result === 'profile')
    expect(given).toHaveLength(1)
  }
})

test('profiles of both are signed by one published key', async () => {
  const kid = async (server: number) => {
    const challenge = await askForChallenge(at(server), device.hardwareHash, prover)
    if ('result' in challenge) throw new Error(challenge.detail)
    const proof = await proofFor(at(server), challenge, device)
    const { signature } = (await redeemChallenge(at(server), {
      ...device,
      challenge,
      proof,
    })) as ProfileAnswer
    return JSON.parse(Buffer.from(signature.split('.')[0] ?? '', 'base64url').toString()).kid
  }
  expect(await kid(0)).toBe(await kid(1))
})

async function restart(server: number): Promise<void> {
  const { dataFolder, configFolder } = servers[server] as TaxiwayProcess
  servers[server] = await startTaxiwayProcess({
    env,
    dataFolder,
    configFolder,
    port: ports[server],
  })
}

async function registerDevice(client: WireClient): Promise<void> {
  const { id } = await client.ask('POST', importedPath, {
    serialNumber: '',
    productKey: '',
    hardwareIdentifier: device.hardwareHash,
    groupTag: '',
  })
  await eventually(async () => {
    const { state } = await client.ask('GET', `${importedPath}/${id}`)
    expect(state.deviceImportStatus).toBe('complete')
  })
  const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
  const profile = await client.ask('POST', profiles, {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: 'Standard',
    outOfBoxExperienceSetting: { userType: 'standard', deviceUsageType: 'singleUser' },
  })
  await client.ask('POST', `${profiles}/${profile.id}/assignments`, {
    target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' },
  })
}
