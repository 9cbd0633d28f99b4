/**
 * Unmodified clients against a real server process, over real HTTPS. The server is an emulator, so that a
 * test can order the faults that a client must handle and look at what it sent.
 */
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { databaseSettings } from '../support/server-database.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'

export const imported = '/deviceManagement/importedWindowsAutopilotDeviceIdentities'
export const devices = '/deviceManagement/windowsAutopilotDeviceIdentities'
export const settings = '/deviceManagement/windowsAutopilotSettings'

/** Starts a server and lets this process trust it. */
export async function startServerForClients() {
  const server = await startTaxiwayProcess({
    env: { ...(await databaseSettings()), TAXIWAY_EMULATOR: 'true' },
  })
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(server.ca, 'utf8')])
  const { tenant, clientId, clientSecret = '' } = server.credentials()

  async function control(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await fetch(`${server.origin}/emulator/v1/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return answer.status === 204 ? undefined : await answer.json()
  }

  return {
    ...server,
    tenant,
    clientId,
    clientSecret,
    reset: () => control('POST', 'reset'),
    advance: (advanceSeconds: number) => control('POST', 'clock', { advanceSeconds }),
    importSeconds: (importSeconds: number) => control('POST', 'settings', { importSeconds }),
    fault: (fault: unknown) => control('POST', 'faults', fault),
    /** What was asked of Graph since the last reset. */
    async requests(): Promise<Json[]> {
      const { value } = await control('GET', 'requests')
      return value.filter(({ path }: Json) => /^\/(v1\.0|beta)\//i.test(path))
    },
  }
}

export type ClientServer = Awaited<ReturnType<typeof startServerForClients>>

/** The body of a create, as every client sends it; `more` goes on top. */
export function submission(number: number, more: Json = {}) {
  const { serial, hardwareHash } = hashFixture(number)
  return { serialNumber: serial, hardwareIdentifier: hardwareHash, productKey: '', ...more }
}
