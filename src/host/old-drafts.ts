/**
 * Files of the data folder that get their names once they are whole. A process that was killed before leaves one that nobody
 * else knows: a secret in the clear, beside those that are kept. A start removes it.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Of credentials, keys and certificates; each is written in a moment. */
const draft =
  /^(?:unshown-credentials\.json|key-encryption\.key|(?:ca|server)\.(?:key|pem))\.[0-9a-f][0-9a-f.-]*(?:\.tmp)?$/

/** In ms: none that somebody is writing at this moment. */
const age = 3_600_000

export async function removeOldDrafts(
  dataDir: string,
  onRemoved: (path: string) => void,
): Promise<void> {
  for (const name of await readdir(dataDir).catch(() => [])) {
    if (!draft.test(name)) continue
    const path = join(dataDir, name)
    const found = await stat(path).catch(() => undefined)
    if (found === undefined || Date.now() - found.mtimeMs < age) continue
    await rm(path, { force: true })
    onRemoved(path)
  }
}
