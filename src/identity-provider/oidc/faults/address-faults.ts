/** What the authority refuses about the address that was asked: the tenant and the endpoint in it. See fault.ts for the marks. */
import type { Fault } from './fault.ts'

/** [documented]; the metadata endpoint says `invalid_tenant`, the token endpoint `invalid_request` [observed]. */
export function unknownTenant(tenant: string, endpoint: 'metadata' | 'token'): Fault {
  return {
    status: 400,
    error: endpoint === 'metadata' ? 'invalid_tenant' : 'invalid_request',
    aadsts: 90002,
    text: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    hasPage: true,
  }
}

/** [documented: 50059] A program that signs in as itself must say in which tenant. */
export const noTenant: Fault = {
  status: 400,
  error: 'invalid_request',
  aadsts: 50059,
  text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
  hasPage: true,
}

/** [observed] There are no personal accounts here, as for every application of an organization. */
export function onlyOrganizations(clientId: string): Fault {
  return {
    status: 400,
    error: 'invalid_request',
    aadsts: 9002346,
    text: `Application '${clientId}' is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.`,
    hasPage: true,
  }
}

/** [inferred] No address of the authority is there. */
export function unknownEndpoint(path: string): Fault {
  return {
    status: 404,
    error: 'invalid_request',
    aadsts: 900023,
    text: `The authority has no endpoint at '${path}'. Its endpoints are named by /{tenant}/v2.0/.well-known/openid-configuration.`,
  }
}

/** [observed] */
export const unknownInstance: Fault = {
  status: 400,
  error: 'invalid_instance',
  aadsts: 50049,
  text: 'Unknown or invalid instance.',
  hasPage: true,
}

/** [observed] */
export function onlyPost(method: string): Fault {
  return {
    status: 400,
    error: 'invalid_request',
    aadsts: 900561,
    text: `The endpoint only accepts POST requests. Received a ${method} request.`,
    hasPage: true,
  }
}
