/** Certificates of TPM manufacturers, from a folder that the operator names: PEM files, any number in each. */
import { createHash, X509Certificate } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

type TpmRoots = {
  readonly certificates: readonly X509Certificate[]
  /** SHA-256 over all certificates, ordered by fingerprint; for the log. */
  readonly digest: string
}

/** Any other file is an error: a root that is silently missing would lock devices out. */
export async function readTpmRoots(folder: string): Promise<TpmRoots> {
  const names = (await readdir(folder)).filter((name) => /\.(pem|crt|cer)$/i.test(name)).toSorted()
  const found = await Promise.all(names.map((name) => certificatesIn(join(folder, name))))
  const certificates = found.flat()
  if (certificates.length === 0)
    throw new Error(`TAXIWAY_TPM_ROOTS: there is no certificate in ${folder}.`)
  const prints = certificates.map(({ fingerprint256 }) => fingerprint256).toSorted()
  const digest = createHash('sha256').update(prints.join('\n')).digest('hex')
  return { certificates, digest }
}

async function certificatesIn(path: string): Promise<readonly X509Certificate[]> {
  const bytes = await readFile(path)
  const blocks = bytes
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)
  try {
    return blocks === null
      ? [new X509Certificate(bytes)]
      : blocks.map((pem) => new X509Certificate(pem))
  } catch (cause) {
    throw new Error(`TAXIWAY_TPM_ROOTS: ${path} holds no certificate.`, { cause })
  }
}
