/**
 * Taxiway in a Vitest suite: one server for the file, reset before each test, faults on request.
 * In a checkout: npx vitest run --root examples/vitest
 */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { startTaxiway, type Taxiway } from 'taxiway'
import { makeFleet } from 'taxiway/hardware-hash'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Import, waitForImport } from './wait-for-import.ts'

const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
let taxiway: Taxiway
let token: string

beforeAll(async () => {
  taxiway = await startTaxiway({ importSeconds: 90 })
  setDefaultCACertificates([...getCACertificates('default'), taxiway.caCertificate])
  token = await signIn()
}, 60_000)
afterAll(() => taxiway.close())
beforeEach(() => taxiway.reset())

async function signIn(): Promise<string> {
  const { tenantId, clientId, clientSecret } = taxiway.credentials
  const answer = await fetch(`${taxiway.origin}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

async function graph(method: string, path: string, body?: object) {
  const answer = await fetch(`${taxiway.origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as {
    id: string
    state: { deviceImportStatus: string; deviceErrorName: string }
  }
}

/** Imports a made-up machine; answers how to look at it. */
async function importOne(serialNumber: string): Promise<() => Promise<Import>> {
  const [machine] = makeFleet({ seed: serialNumber, count: 1 })
  const hardwareIdentifier = machine?.hash().text
  const { id } = await graph('POST', imports, { serialNumber, hardwareIdentifier })
  return async () => {
    const { state } = await graph('GET', `${imports}/${id}`)
    return { status: state.deviceImportStatus, errorName: state.deviceErrorName }
  }
}

test('an import is waited for, and 90 seconds pass at once', async () => {
  const look = await importOne('EXAMPLE-1')
  expect(await look()).toMatchObject({ status: 'unknown' })
  const waiting = waitForImport(look, { pauseMs: 5, maxRounds: 2_000 })
  await taxiway.advanceClock(90)
  expect(await waiting).toEqual({ status: 'complete', errorName: 'None' })
})

test('a device of another tenant is distinguished from one of ours', async () => {
  await fetch(`${taxiway.origin}/emulator/v1/faults`, {
    method: 'POST',
    body: JSON.stringify({
      match: { serialNumber: 'EXAMPLE-2' },
      answer: { deviceErrorCode: 808, deviceErrorName: 'ZtdDeviceAssignedToOtherTenant' },
    }),
  })
  const look = await importOne('EXAMPLE-2')
  await taxiway.advanceClock(90)
  const { errorName } = await waitForImport(look, { pauseMs: 5, maxRounds: 2_000 })
  expect(errorName).toBe('ZtdDeviceAssignedToOtherTenant')
})
