/**
 * Hashes as they came with imports that this server is accepting. It decides most of them moments later, and then need
 * not read and decrypt them. Only a short cut: what is stored is the same, and another server decides by that.
 */
import type { ImportId } from '../../core/ids.ts'

export type RecentHashes = {
  /** In the order of the rows; null: the row has none. */
  keep(importId: ImportId, hashes: readonly (Uint8Array | null)[]): void
  /** Rows count from 1. Undefined: it has to be read. */
  of(importId: ImportId, rowNumber: number): Uint8Array | undefined
  /** Those of which it has any. */
  imports(): readonly ImportId[]
  /** The import is decided. */
  forget(importId: ImportId): void
  /** From now on, `use` is called with the hashes of each import that is kept; `isKept`: whether they still are. */
  onKept(use: UseKept): void
}

type UseKept = (hashes: readonly (Uint8Array | null)[], isKept: () => boolean) => void

export type RecentLimits = { readonly bytes: number; readonly ms: number }

/** Three of the largest requests; who decides at all does so within seconds. */
const usual: RecentLimits = { bytes: 16 * 1024 * 1024, ms: 10_000 }

export function recentHashes({ bytes: maxBytes, ms }: RecentLimits = usual): RecentHashes {
  const kept = new Map<ImportId, Kept>()
  let bytes = 0
  let useKept: UseKept | undefined
  function forget(importId: ImportId): void {
    const old = kept.get(importId)
    if (old === undefined) return
    clearTimeout(old.end)
    kept.delete(importId)
    bytes -= old.bytes
  }
  return {
    keep(importId, hashes) {
      forget(importId)
      const size = hashes.reduce((sum, hash) => sum + (hash?.length ?? 0), 0)
      if (size === 0 || size > maxBytes) return
      // The oldest first.
      for (const other of kept.keys()) if (bytes + size > maxBytes) forget(other)
      kept.set(importId, { hashes, bytes: size, end: setTimeout(forget, ms, importId).unref() })
      bytes += size
      useKept?.(hashes, () => kept.get(importId)?.hashes === hashes)
    },
    of: (importId, rowNumber) => kept.get(importId)?.hashes[rowNumber - 1] ?? undefined,
    imports: () => [...kept.keys()],
    forget,
    onKept(use) {
      useKept = use
    },
  }
}

type Kept = {
  readonly hashes: readonly (Uint8Array | null)[]
  readonly bytes: number
  readonly end: NodeJS.Timeout
}
