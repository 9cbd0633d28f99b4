/**
 * The rules for an attestation key: a key that only its TPM can use, and only to sign what the TPM itself
 * says. A credential that was activated beside it then shows that it lives in the endorsement key's TPM.
 */
import { algorithm } from './algorithms.ts'
import { TpmFormatError } from './bytes.ts'
import { isP256Point } from './p256-point.ts'
import { attribute, nameOf, type PublicArea, readPublicArea } from './public-area.ts'

export type AttestationKey = { readonly ok: true; readonly name: Buffer }
export type AttestationKeyFault = { readonly ok: false; readonly fault: string }

const needed = ['fixedTPM', 'fixedParent', 'sensitiveDataOrigin', 'restricted', 'sign'] as const
const p256 = 0x0003

/** Never throws: the bytes are untrusted. */
export function checkAttestationKey(area: Uint8Array): AttestationKey | AttestationKeyFault {
  try {
    const fault = faultOf(readPublicArea(area))
    return fault === undefined ? { ok: true, name: nameOf(area) } : { ok: false, fault }
  } catch (error) {
    if (error instanceof TpmFormatError) return { ok: false, fault: error.message }
    throw error
  }
}

function faultOf({ attributes, nameAlg, key }: PublicArea): string | undefined {
  const missing = needed.find((name) => (attributes & attribute[name]) === 0)
  if (missing !== undefined) return `its attribute ${missing} is not set`
  if ((attributes & attribute.decrypt) !== 0) return 'it may decrypt'
  if (nameAlg !== algorithm.sha256) return 'its name algorithm is not SHA-256'
  if (key.kind === 'rsa')
    return key.modulus.length < 256 ? 'it has fewer than 2048 bits' : undefined
  if (key.curve !== p256) return 'its curve is not P-256'
  return isP256Point(key.x, key.y) ? undefined : 'its point is not on the curve'
}
