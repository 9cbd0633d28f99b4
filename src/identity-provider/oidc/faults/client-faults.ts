/** What the authority refuses about the program that asks: who it is, and how it proves that. See fault.ts for the marks. */
import type { Application } from '../../../core/applications/application.ts'
import type { Fault } from './fault.ts'

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

/** [inferred]: Entra has the number for accounts. */
export const tooManySecrets: Fault = {
  status: 429,
  error: 'invalid_client',
  aadsts: 50053,
  text: 'Too many wrong client secrets were sent from here. Try again later.',
}
