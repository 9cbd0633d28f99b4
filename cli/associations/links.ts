/** DeviceLinks of files, folders and archives, each once. */
import { type CollectedLink, collect } from '../../src/collect/collect.ts'
import { knownLogName } from '../../src/collect/first-boot/known-events.ts'
import { findInputs } from '../csv/inputs.ts'
import { progressOver } from '../csv/options.ts'
import type { Output } from '../terminal/output.ts'

/** What a folder is searched for. */
const holdsLinks = /\.(?:zip|cab|csv|tsv|txt|gz|tgz|eml|msg)$/i

export type FoundLinks = {
  readonly links: readonly CollectedLink[]
  /** Files that could not be read whole. */
  readonly unread: number
}

export async function findLinks(words: readonly string[], output: Output): Promise<FoundLinks> {
  const inputs = await findInputs(
    words,
    (name) => holdsLinks.test(name) && !knownLogName.test(name),
  )
  const links = new Map<string, CollectedLink>()
  let unread = 0
  const progress = progressOver(inputs, 'Searching', output)
  try {
    for (const { path, size, open } of inputs) {
      await collect(
        { name: path, size, open },
        {
          onDevice: () => undefined,
          onSheet: () => undefined,
          onLink: (link) => {
            if (!links.has(link.deviceLink)) links.set(link.deviceLink, link)
          },
          onFault: ({ severity, source, message }) => {
            if (severity !== 'error') return
            unread++
            output.warn(`${source}: ${message}`)
          },
        },
      )
      progress.add(size)
    }
  } finally {
    progress.stop()
  }
  return { links: [...links.values()], unread }
}
