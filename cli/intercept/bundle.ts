/** The authorities that are trusted anyway and ours, in one file: several of the variables replace the whole list. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'

/** A file that lasts until it is removed. */
export async function bundleWith(ca: string): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'taxiway-intercept-'))
  const path = join(folder, 'authorities.pem')
  await writeFile(path, [...getCACertificates('default'), await readFile(ca, 'utf8')].join('\n'))
  return { path, remove: () => rm(folder, { recursive: true, force: true }) }
}
