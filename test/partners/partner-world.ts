/** A partner, a customer and a stranger in one registry, with a token for each person who asks. */

import type { JsonWebKey } from 'node:crypto'
import { sign } from 'node:crypto'
import { allRoles } from '../../src/core/access/permissions.ts'
import { ensureUser } from '../../src/core/directory/user.ts'
import type { TenantId } from '../../src/core/ids.ts'
import type { PartnerKind } from '../../src/core/partners/partner.ts'
import { peopleIn } from '../../src/identity-provider/storage/people.ts'
import { type Client, type Json, json, openRegistry, origin } from '../support/registry.ts'

export type World = Awaited<ReturnType<typeof openWorld>>

export const ids = {
  partnerId: '3d0c9c4e-7b1a-4f55-9d2e-6a8e5b0c7f21' as TenantId,
  customerId: '6f1e5c5a-8d3b-4b62-9c0e-4f6e2a1b7c11' as TenantId,
  strangerId: 'a27d61f0-1c94-4d0b-8f6b-0b1d2e9c5533' as TenantId,
  secondPartnerId: '5a0d1f7e-2c3b-4d84-8f10-7be1a3c9d204' as TenantId,
  oemId: '0e2f5a77-93c1-4f1e-b2a4-51d7c8e60b09' as TenantId,
}

export const partnerAudience = 'https://api.partnercenter.microsoft.com'

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json }

export async function openWorld(options: Parameters<typeof openRegistry>[1] = {}) {
  const registry = await openRegistry(undefined, options)
  const { app } = registry
  const tenant = (id: TenantId, domain: string, displayName: string) =>
    app.tenants.ensure({ id, displayName, domains: [domain] })
  await tenant(ids.partnerId, 'northwind.test', 'Northwind Partners')
  await tenant(ids.customerId, 'aerofleet.test', 'Aerofleet')
  await tenant(ids.strangerId, 'seaplane.test', 'Seaplane')
  await tenant(ids.oemId, 'maker.test', 'Maker')
  const standing = (id: TenantId, kind: PartnerKind) =>
    app.partners.setStanding(id, { kind, verified: true, providerId: null })
  await standing(ids.partnerId, 'cspDirect')
  await standing(ids.oemId, 'oem')
  const clients = {
    customer: await registry.newClient(ids.customerId, allRoles),
    stranger: await registry.newClient(ids.strangerId, allRoles),
  }
  const { active } = await app.signingKeys.load()

  /** A token of a person, who proved a password just now. */
  async function personToken(
    tenantId: TenantId,
    {
      name,
      roles,
      aud,
    }: { readonly name: string; readonly roles: readonly string[]; readonly aud: string },
  ): Promise<string> {
    const userPrincipalName = `${name}@person.test`
    const person = { tenantId, userPrincipalName, displayName: name, roles, licensed: false }
    await ensureUser(app.users, async () => '', person)
    const found = await peopleIn(registry.store).findByName(tenantId, userPrincipalName)
    const { applicationId } = await appOf(tenantId)
    const seconds = Math.floor(Date.now() / 1000)
    const claims = {
      aud,
      iss: `${origin}/${tenantId}/v2.0`,
      iat: seconds - 5,
      nbf: seconds - 5,
      exp: seconds + 3_000,
      appid: applicationId,
      tid: tenantId,
      oid: found?.id,
      scp: allRoles.join(' '),
      amr: ['pwd'],
      auth_time: seconds - 5,
    }
    const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const text = `${encoded({ alg: 'RS256', typ: 'JWT', kid: active.kid })}.${encoded(claims)}`
    const key = { key: active as unknown as JsonWebKey, format: 'jwk' } as const
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
  }

  const apps = new Map<string, Promise<Client>>()
  function appOf(tenantId: TenantId): Promise<Client> {
    const made = apps.get(tenantId) ?? registry.newClient(tenantId, [])
    apps.set(tenantId, made)
    return made
  }

  async function send(
    method: string,
    path: string,
    { token, body, headers = {} }: { token?: string | undefined; body?: unknown; headers?: object },
  ): Promise<Answer> {
    const answer = await app.fetch(
      new Request(`${origin}${path}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(headers as Record<string, string>),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

  const graph = 'https://graph.microsoft.com'
  const tokens = {
    partner: await personToken(ids.partnerId, {
      name: 'admin',
      roles: ['Admin agent'],
      aud: partnerAudience,
    }),
    salesAgent: await personToken(ids.partnerId, {
      name: 'sales',
      roles: ['Sales agent'],
      aud: partnerAudience,
    }),
    /** The same person as `partner`, for the admin API. */
    partnerAdmin: await personToken(ids.partnerId, {
      name: 'admin',
      roles: ['Admin agent'],
      aud: graph,
    }),
    customerGlobalAdmin: await personToken(ids.customerId, {
      name: 'ga',
      roles: ['Global Administrator'],
      aud: graph,
    }),
    customerIntuneAdmin: await personToken(ids.customerId, {
      name: 'intune',
      roles: ['Intune Administrator'],
      aud: graph,
    }),
    strangerAdmin: await personToken(ids.strangerId, {
      name: 'ga',
      roles: ['Global Administrator'],
      aud: graph,
    }),
    customerAdmin: clients.customer.token,
  }

  async function askFor(token: string, body: object = {}): Promise<Json> {
    const asked = { customerDomain: 'aerofleet.test', ...body }
    const { body: made } = await send('POST', '/admin/v1/partner/relationship-requests', {
      token,
      body: asked,
    })
    return made
  }

  /** The consent's id. */
  async function consent(
    terms: object = {},
    asker = tokens.partnerAdmin,
    ask: object = {},
  ): Promise<string> {
    const { id } = await askFor(asker, ask)
    const path = `/admin/v1/relationship-requests/${id}/accept`
    const { status, body } = await send('POST', path, {
      token: tokens.customerGlobalAdmin,
      body: { confirm: true, ...terms },
    })
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body.consentId
  }

  return { registry, clients, tokens, send, askFor, consent, personToken, json }
}
