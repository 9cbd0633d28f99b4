/**
 * A token request as clients of Entra write it, turned into one that follows the RFCs.
 *
 * Parameter names come in any case (R18), and the resource comes as a scope, `{resource}/.default`, where
 * RFC 8707 has `resource`.
 */
import {
  malformedRequest,
  missingParameter,
  Refused,
  scopeWithoutDefault,
  unsupportedGrant,
} from './faults.ts'

/** Grant types by their name on the wire, and what the protocol engine calls them. */
const grantTypes: Readonly<Record<string, string>> = { client_credentials: 'client_credentials' }

const graphApplicationId = '00000003-0000-0000-c000-000000000000'
export const graphResource = 'https://graph.microsoft.com'

/** The form of a token request in the RFCs' words; throws Refused. */
export function standardTokenForm(body: string): URLSearchParams {
  const form = lowerCaseNames(new URLSearchParams(body))
  const grantType = required(form, 'grant_type')
  const standardName = Object.hasOwn(grantTypes, grantType) ? grantTypes[grantType] : undefined
  if (standardName === undefined) throw new Refused(unsupportedGrant(grantType))
  form.set('grant_type', standardName)
  form.set('resource', canonicalResource(resourceOf(required(form, 'scope'))))
  form.delete('scope')
  return form
}

function lowerCaseNames(form: URLSearchParams): URLSearchParams {
  const result = new URLSearchParams()
  for (const [name, value] of form) {
    const lower = name.toLowerCase()
    if (result.has(lower)) throw new Refused(malformedRequest)
    result.set(lower, value)
  }
  return result
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value === null || value.trim() === '') throw new Refused(missingParameter(name))
  return value.trim()
}

/** An application asks for exactly one resource, with all that was granted to it there. */
function resourceOf(scope: string): string {
  const suffix = '/.default'
  if (/\s/.test(scope) || !scope.toLowerCase().endsWith(suffix))
    throw new Refused(scopeWithoutDefault(scope))
  return scope.slice(0, -suffix.length)
}

/** Without trailing slash and in lower case; Graph also goes by its application id. */
function canonicalResource(resource: string): string {
  const plain = resource.replace(/\/+$/, '')
  const lower = plain.toLowerCase()
  if (lower === graphApplicationId || lower === graphResource) return graphResource
  return lower.startsWith('https://') ? lower : plain
}
