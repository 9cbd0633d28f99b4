/**
 * A token request as clients of Entra write it, turned into one that follows the RFCs.
 *
 * Parameter names come in any case, and the resource comes as a scope, `{resource}/.default`, where
 * RFC 8707 has `resource`.
 */
import { Refused } from './faults/fault.ts'
import { malformedRequest, missingParameter, unsupportedGrant } from './faults/request-faults.ts'
import { scopeWithoutDefault } from './faults/scope-faults.ts'
import { canonicalResource, parseScopes } from './scopes.ts'

type Grant = {
  /** What the protocol engine calls it. */
  readonly name: string
  /** Puts the rest of the form into the RFCs' words. */
  readonly standardise: (form: URLSearchParams, endpoint: Endpoint) => void
}

/** The first generation's endpoint asks for a `resource`, the second's for a `scope`. */
export type Endpoint = { readonly isFirst: boolean }

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

const deviceCode: Grant = { name: deviceCodeGrant, standardise: deviceCodeForm }

/** Grants by their name on the wire. */
const grantTypes: Readonly<Record<string, Grant>> = {
  client_credentials: { name: 'client_credentials', standardise: oneResource },
  authorization_code: { name: 'authorization_code', standardise: codeForm },
  refresh_token: { name: 'refresh_token', standardise: refreshForm },
  device_code: deviceCode,
  [deviceCodeGrant]: deviceCode,
}

/** The form of a token request in the RFCs' words; throws Refused. */
export function standardTokenForm(body: string, endpoint: Endpoint): URLSearchParams {
  const form = lowerCaseNames(new URLSearchParams(body))
  const grantType = required(form, 'grant_type')
  const grant = Object.hasOwn(grantTypes, grantType) ? grantTypes[grantType] : undefined
  if (grant === undefined) throw new Refused(unsupportedGrant(grantType))
  form.set('grant_type', grant.name)
  grant.standardise(form, endpoint)
  return form
}

/** Names in lower case; of two that are the same then, neither can be believed. */
export function lowerCaseNames(form: URLSearchParams): URLSearchParams {
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
function oneResource(form: URLSearchParams, { isFirst }: Endpoint): void {
  const named = form.get('resource')?.trim()
  if (named && !form.has('scope')) {
    form.set('resource', canonicalResource(named))
    return
  }
  if (isFirst && !form.has('scope')) throw new Refused(missingParameter('resource'))
  const scope = required(form, 'scope')
  const suffix = '/.default'
  if (/\s/.test(scope) || !scope.toLowerCase().endsWith(suffix))
    throw new Refused(scopeWithoutDefault(scope))
  form.set('resource', canonicalResource(scope.slice(0, -suffix.length)))
  form.delete('scope')
}

/** The code knows its scopes; those in the form only repeat them. */
function codeForm(form: URLSearchParams): void {
  required(form, 'code')
  required(form, 'redirect_uri')
  forgetAsked(form)
}

function deviceCodeForm(form: URLSearchParams): void {
  // An older spelling of the same parameter. [documented]
  const code = form.get('device_code') ?? form.get('code')
  if (code === null || code === '') throw new Refused(missingParameter('device_code'))
  form.set('device_code', code)
  form.delete('code')
  forgetAsked(form)
}

/** What the older endpoints call `resource`, and the newer ones `scope`: the code or token knows it already. */
function forgetAsked(form: URLSearchParams): void {
  form.delete('scope')
  form.delete('resource')
}

/** Absent scopes, and `.default`, mean all that the refresh token stands for. */
function refreshForm(form: URLSearchParams): void {
  required(form, 'refresh_token')
  const { names, openId, hasDefault, resource } = parseScopes(form.get('scope') ?? '')
  forgetAsked(form)
  if (hasDefault || names.length === 0) return
  form.set('resource', resource)
  form.set('scope', [...openId, ...names].join(' '))
}
