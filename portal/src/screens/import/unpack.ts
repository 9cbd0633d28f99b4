/** Files out of ZIP archives, with limits on what they may become. */
import { unzipSync } from 'fflate'

const mib = 1024 * 1024
export const maxFile = 256 * mib
const maxArchive = 16 * mib
const maxUnpacked = 64 * mib
const maxEntries = 1_000

export type Unpacked =
  | { readonly kind: 'files'; readonly files: readonly { name: string; bytes: Uint8Array }[] }
  | { readonly kind: 'too-big' | 'needs-server' }

export function unpack(name: string, bytes: Uint8Array): Unpacked {
  if (bytes.length > maxFile) return { kind: 'too-big' }
  if (begins(bytes, 'MSCF') || begins(bytes, 'ElfFile') || isSpreadsheet(name, bytes))
    return { kind: 'needs-server' }
  if (!begins(bytes, 'PK\u0003\u0004')) return { kind: 'files', files: [{ name, bytes }] }
  if (bytes.length > maxArchive) return { kind: 'too-big' }
  return unzip(name, bytes)
}

function unzip(name: string, bytes: Uint8Array): Unpacked {
  let [entries, size] = [0, 0]
  try {
    const found = unzipSync(bytes, {
      filter(entry) {
        entries++
        size += entry.originalSize
        if (entries > maxEntries || size > maxUnpacked) throw new Error('too big')
        return /\.(csv|txt|tsv)$/i.test(entry.name)
      },
    })
    const files = Object.entries(found).map(([path, content]) => ({
      name: `${name}/${path}`,
      bytes: content,
    }))
    return { kind: 'files', files }
  } catch {
    return { kind: 'too-big' }
  }
}

function isSpreadsheet(name: string, bytes: Uint8Array): boolean {
  return /\.(xlsx|xlsm|ods|xls)$/i.test(name) && bytes.length > 4
}

function begins(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((character, i) => bytes[i] === character.charCodeAt(0))
}
