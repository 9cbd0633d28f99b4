/** What the authority refuses while people sign in: codes, refresh tokens, devices, certificates. See fault.ts for the marks. */
import type { Fault } from './fault.ts'

/** [documented] */
export const badCode: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 70000,
  text: "The provided value for the 'code' parameter is not valid.",
}

/** [documented] */
export const usedCode: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 54005,
  text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
}

/** [documented] */
export const expiredGrant: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 70008,
  text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  suberror: 'token_expired',
}

/** [documented] */
export const wrongVerifier: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 501481,
  text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
}

/** [documented] */
export const otherRedirect: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 500112,
  text: 'The reply address does not match the reply address provided when requesting the authorization code.',
}

/** [documented]; also a refresh token that was used twice. */
export const revokedGrant: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 50173,
  text: 'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
  suberror: 'bad_token',
}

/** [documented] */
export const notConsented: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 65001,
  text: 'The user or administrator has not consented to use the application for these scopes. Send an interactive authorization request for this user and resource.',
  suberror: 'consent_required',
}

/** [documented] */
export const authorizationPending: Fault = {
  status: 400,
  error: 'authorization_pending',
  aadsts: 70016,
  text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
}

/** RFC 8628 section 3.5; the number is [inferred]. */
export const slowDown: Fault = {
  status: 400,
  error: 'slow_down',
  aadsts: 70016,
  text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling, less often.',
}

/** [documented] */
export const expiredDeviceCode: Fault = {
  status: 400,
  error: 'expired_token',
  aadsts: 70020,
  text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
}

/** [documented] */
export const declinedDeviceCode: Fault = {
  status: 400,
  error: 'authorization_declined',
  aadsts: 70017,
  text: 'The end user denied the authorization request.',
}

/** [documented: `bad_verification_code`] */
export const badDeviceCode: Fault = {
  status: 400,
  error: 'bad_verification_code',
  aadsts: 70019,
  text: "The provided value for the input parameter 'device_code' is not valid.",
}

/** Entra answers so where a policy blocks the flow [documented]; the words are ours. */
export const noDeviceCode: Fault = {
  status: 400,
  error: 'invalid_grant',
  aadsts: 53003,
  text: 'Access has been blocked by policy: this tenant does not allow sign-in by device code.',
}

/** [documented] */
export function publicClient(applicationId: string): Fault {
  return {
    status: 401,
    error: 'invalid_client',
    aadsts: 700025,
    text: `Client is public so neither 'client_assertion' nor 'client_secret' should be presented. Application '${applicationId}'.`,
    hasPage: true,
  }
}

/** [documented]; `reason` as the real answer gives it in brackets. */
export function wrongAssertion(reason: string): Fault {
  return {
    status: 401,
    error: 'invalid_client',
    aadsts: 700027,
    text: `Client assertion failed signature validation. [Reason - ${reason}]`,
    hasPage: true,
  }
}

/** [documented] */
export const assertionOutOfTime: Fault = {
  status: 401,
  error: 'invalid_client',
  aadsts: 700024,
  text: 'Client assertion is not within its valid time range.',
  hasPage: true,
}

/** [documented] */
export const foreignOrigin: Fault = {
  status: 400,
  error: 'invalid_request',
  aadsts: 9002326,
  text: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
}
