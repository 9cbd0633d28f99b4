/**
 * HTTPS from the first start: the installation's own certificate authority and a server certificate issued by it.
 *
 * Private keys are made once, by the first process that needs them, and never replaced; certificates can be reissued
 * from them at any time. So neither concurrent first starts nor a kill between two files can leave a
 * certificate without its key. The authority's key is kept, readable only by its owner, so that the server
 * certificate can be renewed without clients noticing.
 */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { microsoftHosts } from 'taxiway-autopilot'
import {
  type Authority,
  isAuthorityUsable,
  isKey,
  isServerCertificateUsable,
  makeKey,
  permittedNames,
} from './certificates.ts'
import { permit } from './name-constraints.ts'

/** Names in every certificate: this machine's own, and the hosts hard-coded in Microsoft's scripts. */
const alwaysNames = ['localhost', '127.0.0.1', '::1', ...microsoftHosts]

/** Its library takes as much memory as a fifth of an idle server, and most starts issue nothing. */
const issuing = () => import('./issue-certificates.ts')

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
  /** Whether clients need that file (again): it is new, or a name was added that the old one did not permit. */
  readonly caIsNew: boolean
}

export async function ensureCertificates({
  dataDir,
  hosts = [],
}: CertificateOptions): Promise<Certificates> {
  await mkdir(dataDir, { recursive: true })
  const names = [...new Set([...alwaysNames, ...hosts.map(plainName)])]
  const { authority, isNew } = await ensureAuthority(dataDir, names)
  const key = await ensureKey(join(dataDir, 'server.key'))
  const certPath = join(dataDir, 'server.pem')
  const stored = await readIfPresent(certPath)
  const usable =
    stored !== undefined && isServerCertificateUsable(stored, key, { names, authority })
  const cert = usable
    ? stored
    : await (await issuing()).makeServerCertificate(authority, key, names)
  if (!usable) await replace(certPath, cert)
  return { cert, key, caPath: join(dataDir, 'ca.pem'), caIsNew: isNew }
}

/** A URL's host without its brackets; names are compared in lower case. */
function plainName(host: string): string {
  return host.replace(/^\[|\]$/g, '').toLowerCase()
}

async function ensureAuthority(
  dataDir: string,
  names: readonly string[],
): Promise<{ readonly authority: Authority; readonly isNew: boolean }> {
  const path = join(dataDir, 'ca.pem')
  const key = await ensureKey(join(dataDir, 'ca.key'))
  const cert = await readIfPresent(path)
  if (cert !== undefined && isAuthorityUsable({ cert, key }, names)) {
    return { authority: { cert, key }, isNew: false }
  }
  const before = cert === undefined ? [] : permittedBefore({ cert, key })
  const { makeAuthority } = await issuing()
  const made = await makeAuthority(key, [...new Set([...before, ...names.map(permit)])])
  if (cert !== undefined) {
    await replace(path, made.cert)
  } else if ((await createOnce(path, made.cert, 0o644)) !== made.cert) {
    // Another process was faster; its authority may lack one of our names.
    return { ...(await ensureAuthority(dataDir, names)), isNew: true }
  }
  return { authority: made, isNew: true }
}

/** The names that the replaced certificate permitted; none when it cannot be read. */
function permittedBefore(authority: Authority): readonly string[] {
  try {
    return permittedNames(authority)
  } catch {
    return []
  }
}

async function ensureKey(path: string): Promise<string> {
  const key = (await readIfPresent(path)) ?? (await createOnce(path, await makeKey(), 0o600))
  if (isKey(key)) return key
  throw new Error(
    `${path} holds no private key. Restore it from a backup, or remove it to have a new one made; after a new ca.key, clients need the new ca.pem.`,
  )
}

/** Returns the final content of the file: ours, or that of the process that was first. */
async function createOnce(path: string, content: string, mode: number): Promise<string> {
  const draft = await writeDraft(path, content, mode)
  try {
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft)
  }
  return await readFile(path, 'utf8')
}

async function replace(path: string, content: string): Promise<void> {
  await rename(await writeDraft(path, content, 0o644), path)
}

async function writeDraft(path: string, content: string, mode: number): Promise<string> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, content, { mode, flag: 'wx', flush: true })
  return draft
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
