/** A plain Graph client over real HTTPS for tests that start servers as processes: no retries, no repairs. */
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Context } from '../../cli/context/context-file.ts'
import type { Json } from './registry.ts'

export const importedPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
export const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

export type WireClient = {
  /** The access token that it asks with. */
  readonly token: string
  /** Throws on any answer that is not a success, and when the server is gone. */
  ask(method: string, path: string, body?: unknown): Promise<Json>
  /** Every entry of a collection, over all its pages. */
  all(path: string): Promise<Json[]>
}

export function trust(caPath: string): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(caPath, 'utf8')])
}

/** Signs in with `credentials` at `origin`, which may differ from where they were made. */
export async function signIn(origin: string, credentials: Context): Promise<WireClient> {
  const { access_token } = await jsonOf(
    await fetch(`${origin}/${credentials.tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret ?? '',
        scope: 'https://graph.microsoft.com/.default',
      }),
    }),
  )
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }

  const client: WireClient = {
    token: access_token,
    async ask(method, path, body) {
      const url = new URL(path, origin)
      return jsonOf(
        await fetch(url, {
          method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      )
    },
    async all(path) {
      const entries: Json[] = []
      let next: string | undefined = path
      while (next !== undefined) {
        const page: Json = await client.ask('GET', next)
        entries.push(...page.value)
        next = page['@odata.nextLink']
      }
      return entries
    },
  }
  return client
}

async function jsonOf(response: Response): Promise<Json> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** The body of an import. */
export function importOf(devices: readonly { importId: string; hash: string }[]) {
  return {
    importedWindowsAutopilotDeviceIdentities: devices.map(({ importId, hash }) => ({
      importId,
      hardwareIdentifier: hash,
    })),
  }
}
