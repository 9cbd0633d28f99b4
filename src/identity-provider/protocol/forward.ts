/** Asks the protocol engine of a tenant on behalf of an application, with what proves the application. */
import type { Context } from 'hono'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { addressOf, clientCertificateOf } from '../../surfaces/http/connection.ts'
import { correlationHeader } from '../oidc/answer-as-entra.ts'
import { addressHeader, askedHeader, askProvider, certificateHeader } from '../oidc/ask-provider.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { correlationIdOf } from '../oidc/faults/fault-body.ts'
import { missingParameter } from '../oidc/faults/request-faults.ts'
import { findApplication } from '../oidc/find-application.ts'
import type { Authority } from './authority.ts'

export type Forwarded = {
  readonly tenant: Tenant
  readonly form: URLSearchParams
  readonly path: string
}

export async function ask(
  c: Context,
  { providerOf, baseOf }: Authority,
  { tenant, form, path }: Forwarded,
): Promise<Response> {
  const { handler } = await providerOf(tenant.id)
  const base = baseOf(c.req.raw, tenant)
  const asked = new URL(c.req.path, base).href
  return await askProvider(handler, base, {
    path,
    method: 'POST',
    headers: { ...programHeaders(c.req.raw), [askedHeader]: asked },
    body: form.toString(),
  })
}

/** The request headers that the provider needs to see. */
function programHeaders(request: Request): Record<string, string> {
  const authorization = request.headers.get('authorization')
  const certificate = clientCertificateOf(request)
  return {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    [correlationHeader]: correlationIdOf(request),
    [addressHeader]: addressOf(request),
    ...(authorization !== null && { authorization }),
    ...(certificate !== undefined && { [certificateHeader]: certificate.toString('base64') }),
  }
}

/** The application that the form names. */
export async function applicationOfForm(
  authority: Authority,
  tenant: Tenant,
  form: URLSearchParams,
) {
  const clientId = form.get('client_id')
  if (clientId === null || clientId === '') throw new Refused(missingParameter('client_id'))
  return await findApplication(authority, tenant.id, clientId)
}
