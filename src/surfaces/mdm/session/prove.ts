/**
 * Who sends a message: an enrolled device, shown by a signature over the message or by the certificate of its
 * connection. What the message says of itself is nothing without one of them. [documented: MS-MDM, message signing]
 */
import { X509Certificate } from 'node:crypto'
import type { Certified, FindCertified } from '../../../core/enrollment/enrollment.ts'
import { SessionRefusal } from './session-refusal.ts'

/** What the header holds, opened by somebody who knows CMS. */
export type SignedMessage = {
  /** Lower-case hex. */
  readonly signerSerial: string
  readonly signingTime: Date | undefined
  /** What was signed, if it came with the signature; undefined: it is detached. */
  readonly content: Buffer | undefined
  isSignedBy(certificate: Uint8Array, detached?: Uint8Array): boolean
}

export type ProofDeps = {
  readonly readSignedData: (der: Uint8Array) => Promise<SignedMessage | undefined>
  readonly findCertified: FindCertified
  /** The enrollment of that certificate has ended. */
  readonly hasEnded: (serialNumber: string) => Promise<boolean>
  readonly now: () => Date
}

export type Proof = {
  readonly enrollment: Certified
  /** By the device's clock; null where the connection was the proof. */
  readonly signedAt: Date | null
}

/** How far the clock of a device may be off, in ms. */
const maxSkew = 300_000
/** Microsoft's documents have both names. */
const headers = ['mdm-signature', 'ms-signature']
const maxHeader = 16_384

export async function prove(
  deps: ProofDeps,
  request: Pick<Headers, 'get'>,
  { body, certificate }: { readonly body: Buffer; readonly certificate: Buffer | undefined },
): Promise<Proof> {
  const text = headers.map((name) => request.get(name)).find((value) => value !== null)
  if (text !== undefined && text !== null) return await bySignature(deps, text, body)
  if (certificate !== undefined) return await byCertificate(deps, certificate)
  throw new SessionRefusal(403, 'The message is not signed, and came with no certificate.')
}

async function bySignature(deps: ProofDeps, text: string, body: Buffer): Promise<Proof> {
  const signed = text.length > maxHeader ? undefined : await deps.readSignedData(bytesOf(text))
  // With content of its own it would be a signature over that, and not over the message.
  if (signed === undefined || signed.content !== undefined) throw foreign()
  const enrollment = await deps.findCertified(signed.signerSerial)
  if (enrollment === undefined) throw await unknown(deps, signed.signerSerial)
  if (!signed.isSignedBy(enrollment.certificate, body)) throw foreign()
  const { signingTime } = signed
  if (signingTime === undefined) throw new SessionRefusal(403, 'The signature has no time.')
  if (Math.abs(deps.now().getTime() - signingTime.getTime()) > maxSkew)
    throw new SessionRefusal(403, 'The time of the signature is off by more than five minutes.')
  return { enrollment, signedAt: signingTime }
}

/** Folded over several lines, as headers may be. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.replace(/\s+/g, ''), 'base64')
}

/** The connection proved the key; here it must be exactly the certificate that was issued. */
async function byCertificate(deps: ProofDeps, der: Buffer): Promise<Proof> {
  const serial = serialOf(der)
  const enrollment = await deps.findCertified(serial)
  if (enrollment === undefined) throw await unknown(deps, serial)
  if (!enrollment.certificate.equals(der)) throw foreign()
  return { enrollment, signedAt: null }
}

function serialOf(der: Buffer): string {
  try {
    return new X509Certificate(der).serialNumber.toLowerCase()
  } catch {
    throw foreign()
  }
}

function foreign(): SessionRefusal {
  return new SessionRefusal(403, 'The message is not from an enrolled device.')
}

/** Ours by choice: no source says what ends a client for good. [inferred] */
async function unknown({ hasEnded }: ProofDeps, serialNumber: string): Promise<SessionRefusal> {
  return (await hasEnded(serialNumber)) ? new SessionRefusal(410, '') : foreign()
}
