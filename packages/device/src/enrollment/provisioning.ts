/** The provisioning document: what Windows takes from it, and what it refuses. */
import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { childrenOf } from '../xml/read-answer.ts'
import type { XmlElement } from '../xml/read-xml.ts'

/** What a device keeps of its enrollment. */
export type Enrolled = {
  readonly deviceId: string
  /** DER. */
  readonly certificate: Buffer
  readonly privateKey: KeyObject
  /** DER. */
  readonly root: Buffer
  /** Where its sessions go: ADDR of the document. */
  readonly address: string
  readonly providerId: string
  readonly entDmId: string
  readonly requiresSigning: boolean
  /** Minutes. */
  readonly poll: {
    readonly firstCount: number
    readonly firstEvery: number
    readonly thenEvery: number
  }
}

/** Throws where the document is not one that Windows takes. */
export function readProvisioning(
  document: XmlElement,
  { deviceId, privateKey }: Pick<Enrolled, 'deviceId' | 'privateKey'>,
): Enrolled {
  const store = group(document, 'CertificateStore')
  const root = certificateIn(group(store, 'Root', 'System'))
  const my = group(store, 'My')
  const certificate = certificateIn(group(my, 'System') ?? group(my, 'User'))
  refuseForeign({ certificate, root, privateKey })
  const application = group(document, 'APPLICATION')
  const providerId = parm(application, 'PROVIDER-ID')
  const provider = group(document, 'DMClient', 'Provider', providerId)
  if (provider === undefined) throw new Error('DMClient has no provider with the id of APPLICATION')
  const poll = group(provider, 'Poll')
  const address = parm(application, 'ADDR')
  if (!address.startsWith('https://')) throw new Error('ADDR is not an HTTPS address')
  return {
    deviceId,
    certificate,
    privateKey,
    root,
    address,
    providerId,
    entDmId: parm(provider, 'EntDMID'),
    requiresSigning: parm(provider, 'RequireMessageSigning') === 'true',
    poll: {
      firstCount: Number(parm(poll, 'NumberOfFirstRetries')),
      firstEvery: Number(parm(poll, 'IntervalForFirstSetOfRetries')),
      thenEvery: Number(parm(poll, 'IntervalForRemainingScheduledRetries')),
    },
  }
}

/** The names of certificates are the SHA-1 of what is in them. */
function certificateIn(store: XmlElement | undefined): Buffer {
  const found = childrenOf(store, 'characteristic').find((each) =>
    /^[0-9A-F]{40}$/.test(each.attributes.get('type') ?? ''),
  )
  const der = Buffer.from(parm(found, 'EncodedCertificate'), 'base64')
  const thumbprint = createHash('sha1').update(der).digest('hex').toUpperCase()
  if (found?.attributes.get('type') !== thumbprint)
    throw new Error('a certificate does not have the thumbprint that names it')
  return der
}

function refuseForeign(of: Pick<Enrolled, 'certificate' | 'root' | 'privateKey'>): void {
  const leaf = new X509Certificate(of.certificate)
  const der = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64')
  if (der(leaf.publicKey) !== der(createPublicKey(of.privateKey)))
    throw new Error('the certificate is for another key')
  if (!leaf.verify(new X509Certificate(of.root).publicKey))
    throw new Error('the certificate was not issued by the root that came with it')
}

function group(from: XmlElement | undefined, ...types: readonly string[]): XmlElement | undefined {
  let current = from
  for (const type of types)
    current = childrenOf(current, 'characteristic').find(
      (each) => each.attributes.get('type') === type,
    )
  return current
}

/** Empty where there is none. */
function parm(from: XmlElement | undefined, name: string): string {
  const found = childrenOf(from, 'parm').find((each) => each.attributes.get('name') === name)
  return found?.attributes.get('value') ?? ''
}
