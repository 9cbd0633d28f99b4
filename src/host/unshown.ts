/**
 * Credentials that were made but not shown yet. They are on disk before they are in the database, so that a process
 * that dies in between loses none: the next start on the data folder shows them and deletes the file.
 */
import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FirstCredentials } from './first-start.ts'
import type { MadeSecret } from './seed/seed-deps.ts'

type Unshown = {
  readonly firstCredentials?: FirstCredentials
  readonly madeSecrets: readonly MadeSecret[]
}

export const unshownFile = 'unshown-credentials.json'

export type UnshownCredentials = {
  readonly all: () => Unshown
  keepFirst(first: FirstCredentials): Promise<void>
  keepMade(made: MadeSecret): Promise<void>
  /** Forgets them all once they have been shown. */
  shown(): Promise<void>
}

export async function unshownIn(dataDir: string): Promise<UnshownCredentials> {
  const path = join(dataDir, unshownFile)
  let kept: Unshown = JSON.parse(await readFile(path, 'utf8').catch(() => '{"madeSecrets":[]}'))

  async function keep(next: Unshown): Promise<void> {
    kept = next
    const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`
    await writeFile(draft, JSON.stringify(kept), { mode: 0o600, flush: true })
    await rename(draft, path)
  }

  return {
    all: () => kept,
    keepFirst: (first) => keep({ ...kept, firstCredentials: first }),
    keepMade: (made) =>
      keep({
        ...kept,
        madeSecrets: [...kept.madeSecrets.filter((each) => !isSame(each, made)), made],
      }),
    async shown() {
      kept = { madeSecrets: [] }
      await rm(path, { force: true })
    },
  }
}

/** An application whose creation failed before is created again with another id. */
function isSame(a: MadeSecret, b: MadeSecret): boolean {
  return a.domain === b.domain && a.displayName === b.displayName
}
