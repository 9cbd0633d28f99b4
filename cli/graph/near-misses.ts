/**
 * Registered devices with a serial number similar to the one asked for: a typing error, an O for a
 * zero, or only a part of it.
 */
import type { DeviceIdentity } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { devicePages } from './device-pages.ts'

const maxShown = 5
const maxSlips = 2
/** Pages looked at for each part: short parts are in many serial numbers. */
const maxPages = 3

/** The most likely first. */
export async function nearMisses(graph: Graph, asked: string): Promise<readonly DeviceIdentity[]> {
  const looked = new Map<string, DeviceIdentity>()
  for (const part of partsOf(asked))
    for (const device of await devicesWith(graph, part)) looked.set(device.id, device)
  return [...looked.values()]
    .map((device) => ({ device, slips: slipsBetween(asked, device.serialNumber ?? '') }))
    .filter(({ slips }) => slips <= maxSlips)
    .toSorted((a, b) => a.slips - b.slips)
    .slice(0, maxShown)
    .map(({ device }) => device)
}

async function devicesWith(graph: Graph, part: string): Promise<readonly DeviceIdentity[]> {
  const found: DeviceIdentity[] = []
  let pages = 0
  for await (const page of devicePages(graph, `contains(serialNumber,'${part}')`)) {
    found.push(...page)
    if (++pages >= maxPages) break
  }
  return found
}

/**
 * One more part than slips: at least one of them is in a serial number that differs by no more than those. Only
 * letters and digits: Microsoft's service errs on hyphens and blanks. [observed]
 */
function partsOf(asked: string): readonly string[] {
  const size = Math.max(2, Math.floor(asked.length / (maxSlips + 1)))
  const parts = Array.from({ length: maxSlips + 1 }, (_, i) =>
    asked.slice(i * size, i === maxSlips ? undefined : (i + 1) * size),
  )
  return [...new Set(parts)].filter((part) => /^[A-Za-z0-9]{2,}$/.test(part))
}

/** What is a part of the other counts as one slip, however long the rest is. */
function slipsBetween(asked: string, known: string): number {
  const [a, b] = [plain(asked), plain(known)]
  if (a.length >= 4 && b.length >= 4 && (b.includes(a) || a.includes(b))) return 1
  return Math.max(editsBetween(a, b), a === b && asked !== known ? 1 : 0)
}

/** Unifies characters that are easily confused. */
function plain(serial: string): string {
  return serial
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}

/** Characters to insert, delete or replace (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (b[j - 1] === char ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
