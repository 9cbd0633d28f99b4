/** A software TPM over its socket: the proof as a real TPM gives it. */
import type { Credential } from '../tpm/credential.ts'
import { ekFromPublicArea } from '../tpm/endorsement-key.ts'
import { templates } from '../tpm/write-public-area.ts'
import type { Prover } from './prover.ts'
import { hierarchy, type LoadedKey, TpmCommands } from './tpm-commands.ts'
import { TpmConnection } from './tpm-connection.ts'

/** Which endorsement key: made of the TCG's templates, or the one that lies at P-384's usual handle. */
export type EkKind = 'rsa' | 'p256' | 'p384'

/** [observed: what swtpm_setup makes] */
const persistentP384 = 0x81010016
/** Where makers put certificates. [TCG EK Credential Profile 2.5, 2.2.1.4] */
const certificateAt = { rsa: 0x01c00002, p256: 0x01c0000a, p384: 0x01c00016 } as const

export async function socketProver(address: string, kind: EkKind = 'rsa'): Promise<Prover> {
  const connection = await TpmConnection.open(address)
  try {
    return await openProver(connection, kind)
  } catch (error) {
    connection.close()
    throw error
  }
}

async function openProver(connection: TpmConnection, kind: EkKind): Promise<Prover> {
  const tpm = new TpmCommands(connection)
  const ek = await loadedKey(tpm, kind)
  const ak = await tpm.createPrimary(hierarchy.endorsement, templates.akP256)
  const endorsementKey = ekFromPublicArea(ek.publicArea)
  const { key } = endorsementKey
  const certificate = await tpm.nvRead(certificateAt[kind])
  return {
    attestationKey: ak.publicArea,
    endorsementKey,
    ekModulus: key.kind === 'rsa' ? key.modulus.toString('hex') : null,
    ekCertificate: certificate && derIn(certificate),
    activate: (credential: Credential) =>
      tpm.activateCredential(
        { ak: ak.handle, ek: ek.handle },
        credential,
        kind === 'p384' ? 'password' : 'policy',
      ),
    cleared: async () => {
      await tpm.clear()
      return await openProver(connection, kind)
    },
    close: async () => connection.close(),
  }
}

async function loadedKey(tpm: TpmCommands, kind: EkKind): Promise<LoadedKey> {
  if (kind === 'p384')
    return { handle: persistentP384, publicArea: await tpm.readPublic(persistentP384) }
  const template = kind === 'rsa' ? templates.ekRsa : templates.ekP256
  return await tpm.createPrimary(hierarchy.endorsement, template)
}

/** The index may be longer than the certificate; some begin with five bytes of a TCG header. */
function derIn(bytes: Buffer): Buffer | null {
  const start = bytes.readUInt16BE(0) === 0x1001 ? 5 : 0
  if (bytes.readUInt16BE(start) !== 0x3082) return null
  return bytes.subarray(start, start + 4 + bytes.readUInt16BE(start + 2))
}
