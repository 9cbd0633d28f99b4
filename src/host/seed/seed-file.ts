/** The seed file, in YAML or JSON: read, checked against its shape, and its certificate files read along. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { refuseUnstorable } from '../../core/storable-text.ts'
import { wordsOf } from '../../core/words-of-issue.ts'
import { type Seed, seedFile } from './seed-shape.ts'

/** The seed file cannot be used; the message names the file, the location and what is expected there. */
export class SeedError extends Error {}

const minSecretLength = 20

/** Application secrets are not typed, so outside an emulator nothing justifies a short one. */
export function refuseShortSecrets({ tenants }: Seed): void {
  for (const { domain, applications } of tenants) {
    const short = applications.find(
      ({ secret = '' }) => secret !== '' && secret.length < minSecretLength,
    )
    if (short === undefined) continue
    throw new SeedError(
      `The seed's tenant ${domain} gives the application ${short.displayName} a secret of fewer than ${minSecretLength} characters. Omit it to have one generated and shown once.`,
    )
  }
}

export async function readSeed(path: string): Promise<Seed> {
  const content = await contentOf(await read(path), path)
  const parsed = seedFile.safeParse(content)
  if (parsed.success) return await withCertificates(parsed.data, path)
  const lines = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the file'} ${wordsOf(issue)}`,
  )
  throw new SeedError(`The seed file ${path} cannot be used:\n  ${lines.join('\n  ')}`)
}

/** Reads the certificate files, so that the rest need not know about files. */
async function withCertificates(seed: Seed, path: string): Promise<Seed> {
  const tenants = await Promise.all(
    seed.tenants.map(async (each) => ({
      ...each,
      applications: await Promise.all(
        each.applications.map(async (application) => ({
          ...application,
          certificates: [
            ...(application.certificates ?? []),
            ...(await Promise.all(
              (application.certificateFiles ?? []).map((file) => certificateIn(path, file)),
            )),
          ],
          certificateFiles: [],
        })),
      ),
    })),
  )
  return { ...seed, tenants }
}

async function certificateIn(seed: string, file: string): Promise<string> {
  const path = resolve(dirname(seed), file)
  return await readFile(path, 'utf8').catch((cause: Error) => {
    throw new SeedError(
      `The seed file ${seed} names the certificate ${path}, which cannot be read: ${cause.message}`,
      { cause },
    )
  })
}

async function contentOf(text: string, path: string): Promise<unknown> {
  // Loaded with the file: most starts have none.
  const { parse } = await import('yaml')
  try {
    const content: unknown = parse(text)
    refuseUnstorable(content, 'the file')
    return content
  } catch (cause) {
    // The YAML parser names line and column, and shows the location.
    const message = (cause as Error).message.trimEnd()
    throw new SeedError(`The seed file ${path} cannot be used:\n  ${message}`, { cause })
  }
}

export async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new SeedError(`The seed file ${path} cannot be read. Check TAXIWAY_SEED.`, { cause })
  }
}
