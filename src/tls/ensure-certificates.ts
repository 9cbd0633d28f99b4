/**
 * HTTPS from the first start: a certificate authority of this installation and a server certificate by it.
 *
 * The authority's key is kept so that the server certificate can be renewed without clients noticing; it
 * is readable by its owner alone.
 */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Authority,
  makeAuthority,
  makeServerCertificate,
  servesNames,
} from './certificates.ts'

/** Names that every certificate carries: this machine's own, and the hosts that Microsoft's scripts have built in. */
const alwaysNames = [
  'localhost',
  '127.0.0.1',
  '::1',
  'graph.microsoft.com',
  'login.microsoftonline.com',
]

export type CertificateOptions = {
  readonly dataDir: string
  /** Further names or addresses that clients use, such as the host of the public URL. */
  readonly hosts?: readonly string[]
}

export type Certificates = {
  /** PEM: the server certificate, followed by the authority's. */
  readonly cert: string
  /** PEM of the server's private key. */
  readonly key: string
  /** The file that clients must trust. */
  readonly caPath: string
}

export async function ensureCertificates({
  dataDir,
  hosts = [],
}: CertificateOptions): Promise<Certificates> {
  await mkdir(dataDir, { recursive: true })
  const names = [...new Set([...alwaysNames, ...hosts])]
  const path = (file: string) => join(dataDir, file)
  const authority = await ensureAuthority(dataDir)

  const [cert, key] = [
    await readIfPresent(path('server.pem')),
    await readIfPresent(path('server.key')),
  ]
  if (cert !== undefined && key !== undefined && servesNames(cert, key, { names, authority })) {
    return { cert, key, caPath: path('ca.pem') }
  }
  const made = await makeServerCertificate(authority, names)
  await replace(path('server.key'), made.key, 0o600)
  await replace(path('server.pem'), made.cert, 0o644)
  return { ...made, caPath: path('ca.pem') }
}

/** One file holds both halves, so that racing first starts agree on one authority; `ca.pem` is made from it. */
async function ensureAuthority(dataDir: string): Promise<Authority> {
  const path = join(dataDir, 'ca.key')
  const existing = await readIfPresent(path)
  const pem = existing ?? (await createOnce(path, await makeAuthority()))
  const [cert = ''] =
    /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/.exec(pem) ?? []
  const [key = ''] =
    /-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----\n?/.exec(pem) ?? []
  if ((await readIfPresent(join(dataDir, 'ca.pem'))) !== cert)
    await replace(join(dataDir, 'ca.pem'), cert, 0o644)
  return { cert, key }
}

/** The content that the file has in the end: ours, or that of whoever was first. */
async function createOnce(path: string, content: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, content, { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return readFile(path, 'utf8')
}

async function replace(path: string, content: string, mode: number): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, content, { mode, flag: 'wx' })
  await rename(draft, path)
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
