/**
 * CMS SignedData of devices (RFC 5652): detached over a whole message, or around a certificate request.
 *
 * Who signed is only named in it. The certificate inside is never looked at; the key comes from the one we issued.
 */
import { createHash, timingSafeEqual, verify, X509Certificate } from 'node:crypto'
import { ContentInfo, SignedData, type SignerInfo } from '@peculiar/asn1-cms'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { Set as AsnSet, type BaseBlock, Constructed, fromBER, Sequence } from 'asn1js'

export type SignedMessage = {
  /** The serial number of the certificate that is said to have signed, in lower-case hex. */
  readonly signerSerial: string
  /** Undefined: none was signed. */
  readonly signingTime: Date | undefined
  /** Undefined: it is detached. */
  readonly content: Buffer | undefined
  /** `detached`: the message, if it is not inside. */
  isSignedBy(certificateDer: Uint8Array, detached?: Uint8Array): boolean
}

const signedDataType = '1.2.840.113549.1.7.2'
const attributeTypes = {
  digest: '1.2.840.113549.1.9.4',
  time: '1.2.840.113549.1.9.5',
} as const
const hashes: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** Undefined: no SignedData with exactly one signer and signed attributes. */
export function readSignedData(der: Uint8Array): SignedMessage | undefined {
  try {
    return signedMessage(Uint8Array.from(der))
  } catch {
    return undefined
  }
}

function signedMessage(der: Uint8Array): SignedMessage | undefined {
  const outer = AsnConvert.parse(der, ContentInfo)
  if (outer.contentType !== signedDataType) return undefined
  const data = AsnConvert.parse(outer.content, SignedData)
  const [signer, ...more] = [...data.signerInfos]
  const serial = signer?.sid.issuerAndSerialNumber?.serialNumber
  if (signer === undefined || more.length > 0 || serial === undefined) return undefined
  const attributes = signedAttributes(outer.content)
  const digest = attributeOf(signer, attributeTypes.digest)
  const hash = hashes[signer.digestAlgorithm.algorithm]
  if (attributes === undefined || digest === undefined || hash === undefined) return undefined
  const said = Buffer.from(AsnConvert.parse(digest, OctetString).buffer)
  const { single } = data.encapContentInfo.eContent ?? {}
  const content = single === undefined ? undefined : Buffer.from(single.buffer)
  const signature = Buffer.from(signer.signature.buffer)
  return {
    signerSerial: Buffer.from(serial).toString('hex').replace(/^00/, ''),
    signingTime: timeOf(attributeOf(signer, attributeTypes.time)),
    content,
    isSignedBy(certificateDer, detached) {
      const message = content ?? detached
      if (message === undefined) return false
      const made = createHash(hash).update(message).digest()
      if (made.length !== said.length || !timingSafeEqual(made, said)) return false
      return verifies({ hash, attributes, signature }, certificateDer)
    },
  }
}

function verifies(
  given: { readonly hash: string; readonly attributes: Buffer; readonly signature: Buffer },
  certificateDer: Uint8Array,
): boolean {
  try {
    const { publicKey } = new X509Certificate(certificateDer)
    return verify(given.hash, given.attributes, publicKey, given.signature)
  } catch {
    return false
  }
}

/** Undefined: absent, or there twice. */
function attributeOf({ signedAttrs }: SignerInfo, type: string): ArrayBuffer | undefined {
  const [found, ...more] = (signedAttrs ?? []).filter(({ attrType }) => attrType === type)
  return found?.attrValues.length === 1 && more.length === 0 ? found.attrValues[0] : undefined
}

/** The bytes of the signed attributes, which are sent as [0] and signed as a SET. */
function signedAttributes(signedData: ArrayBuffer): Buffer | undefined {
  const top = fromBER(signedData).result
  const infos = top instanceof Sequence ? top.valueBlock.value.at(-1) : undefined
  const info = infos instanceof AsnSet ? infos.valueBlock.value[0] : undefined
  if (!(info instanceof Sequence)) return undefined
  const isAttributes = ({ idBlock }: BaseBlock) =>
    idBlock.tagClass === 3 && idBlock.tagNumber === 0 && idBlock.isConstructed
  const sent = info.valueBlock.value.find(isAttributes)
  if (!(sent instanceof Constructed)) return undefined
  const bytes = Buffer.from(sent.valueBeforeDecodeView)
  bytes[0] = 0x31
  return bytes
}

/** UTCTime, of this century, or GeneralizedTime; both with seconds and in UTC, as DER has them. */
function timeOf(value: ArrayBuffer | undefined): Date | undefined {
  if (value === undefined) return undefined
  const bytes = Buffer.from(value)
  const text = bytes.subarray(2).toString('latin1')
  const whole = bytes[0] === 0x17 ? `20${text}` : text
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(whole)
  if (parts === null) return undefined
  const [year = 0, month = 0, ...rest] = parts.slice(1).map(Number)
  return new Date(Date.UTC(year, month - 1, ...rest))
}
