/**
 * The WebAuthn ceremonies by `@simplewebauthn/server`. It throws for whatever is not right, also for what is no
 * answer of a browser at all; here every refusal is a value.
 *
 * Counters are not its business: two servers may judge at once, so the database compares them.
 */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type {
  Assertion,
  Expected,
  NewCredential,
  PasskeyProtocol,
  Read,
} from '../core/factors/passkeys/passkey.ts'
import { passkeyAlgorithms } from '../core/factors/passkeys/passkey-steps.ts'

/** WebAuthn Level 3 section 5.8.3: at most 1,023 bytes. */
const maxCredentialIdLength = 1023

/** Loaded with the first passkey: it is large, and many servers never see one. */
const library = () => import('@simplewebauthn/server')

export const webAuthn: PasskeyProtocol = {
  registration: (answer, expected) =>
    refusing(expected, (watched) => registration(answer, watched)),
  assertion: (answer, expected, key) =>
    refusing(expected, (watched) => assertion(answer, watched, key)),
}

async function registration(answer: unknown, expected: Expected): Promise<Read<NewCredential>> {
  const response = answer as RegistrationResponseJSON
  requireOwnPage(response.response.clientDataJSON)
  const { verifyRegistrationResponse } = await library()
  const result = await verifyRegistrationResponse({
    response,
    expectedChallenge: expected.redeem,
    expectedOrigin: expected.origin,
    expectedRPID: expected.rpId,
    requireUserVerification: expected.userVerified,
    supportedAlgorithmIDs: [...passkeyAlgorithms],
  })
  if (!result.verified) return { ok: false, why: 'the attestation is invalid' }
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = result.registrationInfo
  if (credential.id !== response.id)
    return { ok: false, why: 'the answer names another credential than its authenticator' }
  if (Buffer.from(credential.id, 'base64url').length > maxCredentialIdLength)
    return { ok: false, why: 'the credential id is too long' }
  return {
    ok: true,
    value: {
      credentialId: credential.id,
      publicKey: credential.publicKey,
      signCount: credential.counter,
      aaguid,
      transports: transportsOf(credential.transports),
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    },
  }
}

async function assertion(
  answer: unknown,
  expected: Expected,
  key: Parameters<PasskeyProtocol['assertion']>[2],
): Promise<Read<Assertion>> {
  const response = answer as AuthenticationResponseJSON
  requireOwnPage(response.response.clientDataJSON)
  if (response.id !== key.credentialId) return { ok: false, why: 'another credential answered' }
  const { verifyAuthenticationResponse } = await library()
  const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: expected.redeem,
    expectedOrigin: expected.origin,
    expectedRPID: expected.rpId,
    requireUserVerification: expected.userVerified,
    credential: { id: key.credentialId, publicKey: Uint8Array.from(key.publicKey), counter: 0 },
  })
  if (!verified) return { ok: false, why: 'the signature is invalid' }
  return {
    ok: true,
    value: {
      signCount: info.newCounter,
      backedUp: info.credentialBackedUp,
      backupEligible: info.credentialDeviceType === 'multiDevice',
    },
  }
}

/** Only what an answer is at fault for is a refusal; a challenge that could not be looked up is not. */
async function refusing<T>(
  expected: Expected,
  read: (watched: Expected) => Promise<Read<T>>,
): Promise<Read<T>> {
  const outages: unknown[] = []
  const redeem = (challenge: string) =>
    expected.redeem(challenge).catch((error: unknown) => {
      outages.push(error)
      throw error
    })
  try {
    return await read({ ...expected, redeem })
  } catch (error) {
    if (outages.length > 0) throw error
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
}

/** Our pages are never shown inside another site's, so an answer out of a foreign frame is not ours. */
function requireOwnPage(clientDataJson: string): void {
  const { crossOrigin } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'))
  if (crossOrigin === true) throw new Error('the answer comes out of a frame on another site')
}

const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

/** The browser's word, which nothing vouches for: what is not a transport's name is dropped. */
function transportsOf(stated: readonly unknown[] | undefined): readonly string[] {
  return Array.isArray(stated) ? transports.filter((each) => stated.includes(each)) : []
}
