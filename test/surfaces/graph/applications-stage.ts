/** The tenant in which applications are made. */
import { type Client, type Json, json, openRegistry, origin } from '../../support/registry.ts'

export const graphAppId = '00000003-0000-0000-c000-000000000000'

export const serviceConfig = '5ac13192-7ace-4fcf-b828-1a26f28068ee'

export let registry: Awaited<ReturnType<typeof openRegistry>>
export let tenant: Client

export async function openStage() {
  registry = await openRegistry()
  tenant = await registry.newTenant()
}

export const made = async (path: string, body: object) =>
  json(tenant.ask('POST', `/v1.0/${path}`, body))

export const value = async (path: string) => (await json(tenant.ask('GET', `/v1.0/${path}`))).value

export async function graphPrincipal(): Promise<Json> {
  const [found] = await value(`servicePrincipals?$filter=appId eq '${graphAppId}'`)
  return found
}

export async function tokenAnswer(clientId: string, secret: string): Promise<Json> {
  const request = new Request(`${origin}/${tenant.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  return await json(registry.app.fetch(request))
}
