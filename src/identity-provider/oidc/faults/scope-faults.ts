/** What the authority refuses about what a token is asked for: resources and scopes. See fault.ts for the marks. */
import type { TenantId } from '../../../core/ids.ts'
import type { Fault } from './fault.ts'

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
