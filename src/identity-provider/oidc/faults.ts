/**
 * What the authority refuses, in Entra's words: one entry per AADSTS number, since clients and people
 * match on the number.
 *
 * Sources: [captured] test/surfaces/authority/fixtures; [documented] Microsoft's list of error codes;
 * [observed] public reports of the real answer; [inferred] ours, where nothing better is known.
 */
import type { Application } from '../../core/applications/application.ts'
import type { TenantId } from '../../core/ids.ts'

export type Fault = {
  readonly status: 400 | 401 | 404 | 413 | 429 | 500 | 503
  /** The OAuth error code. */
  readonly error: string
  readonly aadsts: number
  readonly text: string
  /** The real answer names a page about the number. */
  readonly hasPage?: true
  /** More exactly what happened, for programs. */
  readonly suberror?: string
  /** Seconds. */
  readonly retryAfter?: number
}

/** A request that is refused with `fault`. */
export class Refused extends Error {
  readonly fault: Fault

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.text, options)
    this.name = 'Refused'
    this.fault = fault
  }
}

const nullId = '00000000-0000-0000-0000-000000000000'

/** [captured] */
export function wrongSecret(applicationId: string): Fault {
  return {
    status: 401,
    error: 'invalid_client',
    aadsts: 7000215,
    text: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${applicationId}'.`,
    hasPage: true,
  }
}

/** [documented] */
export function expiredSecret(applicationId: string): Fault {
  return {
    status: 401,
    error: 'invalid_client',
    aadsts: 7000222,
    text: `The provided client secret keys for app '${applicationId}' are expired. Create new keys for your app.`,
    hasPage: true,
  }
}

/** [observed] */
export const noCredential: Fault = {
  status: 401,
  error: 'invalid_client',
  aadsts: 7000218,
  text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  hasPage: true,
}

/** The all-zero id [captured]; any other that this tenant does not have [observed]. */
export function unknownApplication(clientId: string, tenant: string): Fault {
  if (clientId === nullId) {
    return {
      status: 400,
      error: 'unauthorized_client',
      aadsts: 700038,
      text: `${nullId} is not a valid application identifier.`,
    }
  }
  return {
    status: 400,
    error: 'unauthorized_client',
    aadsts: 700016,
    text: `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    hasPage: true,
  }
}

/** [documented] */
export function disabledApplication(
  { id, displayName }: Pick<Application, 'id' | 'displayName'>,
  tenant: string,
): Fault {
  return {
    status: 400,
    error: 'unauthorized_client',
    aadsts: 7000112,
    text: `Application '${id}'(${displayName}) is disabled. An administrator of the directory '${tenant}' can enable it again.`,
    hasPage: true,
  }
}

/** [documented] */
export function noPrincipal(applicationId: string, tenant: string): Fault {
  return {
    status: 401,
    error: 'unauthorized_client',
    aadsts: 7000229,
    text: `The client application '${applicationId}' is missing service principal in the tenant '${tenant}'.`,
    hasPage: true,
  }
}

/** [documented] */
export const tooManySignIns: Fault = {
  status: 429,
  error: 'temporarily_unavailable',
  aadsts: 90033,
  text: 'Too many sign-ins were begun from here. Try again later.',
}

/** [inferred]: Entra has the number for accounts. */
export const tooManySecrets: Fault = {
  status: 429,
  error: 'invalid_client',
  aadsts: 50053,
  text: 'Too many wrong client secrets were sent from here. Try again later.',
}

/** [captured] */
export function unknownResource(resource: string, tenantId: TenantId): Fault {
  return {
    status: 400,
    error: 'invalid_resource',
    aadsts: 500011,
    text: `The resource principal named ${resource} was not found in the tenant named ${tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    hasPage: true,
  }
}

/** [observed] */
export function scopeWithoutDefault(scope: string): Fault {
  return {
    status: 400,
    error: 'invalid_scope',
    aadsts: 1002012,
    text: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  }
}

/** [captured] */
export function unsupportedGrant(grantType: string): Fault {
  return {
    status: 400,
    error: 'unsupported_grant_type',
    aadsts: 70003,
    text: `The app requested an unsupported grant type '${grantType}'.`,
  }
}

/** [observed] */
export function missingParameter(name: string): Fault {
  return {
    status: 400,
    error: 'invalid_request',
    aadsts: 900144,
    text: `The request body must contain the following parameter: '${name}'.`,
    hasPage: true,
  }
}

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
export const malformedRequest: Fault = {
  status: 400,
  error: 'invalid_request',
  aadsts: 9002313,
  text: 'Invalid request. Request is malformed or invalid.',
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

/** [inferred] */
export const tooLarge: Fault = { ...malformedRequest, status: 413 }

/** [documented] */
export const internalFault: Fault = {
  status: 500,
  error: 'server_error',
  aadsts: 50000,
  text: "There's an issue with our sign-in service. Try again.",
}

/** [documented] */
export function severalResources(resources: readonly string[]): Fault {
  return {
    status: 400,
    error: 'invalid_request',
    aadsts: 28000,
    text: `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${resources.join(' ')} is not valid.`,
  }
}

/** [documented] */
export function unknownScope(scope: string): Fault {
  return {
    status: 400,
    error: 'invalid_scope',
    aadsts: 70011,
    text: `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  }
}

/** [documented]; too many ask for tokens at this moment. */
export function busy(retryAfter: number): Fault {
  return {
    status: 503,
    error: 'temporarily_unavailable',
    aadsts: 90033,
    text: 'A transient error has occurred. Please try again.',
    retryAfter,
  }
}
