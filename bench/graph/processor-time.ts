/** What a process has worked, out of `/proc`; other systems than Linux do not say so to outsiders. */
import { globSync, readFileSync } from 'node:fs'

/** Of the times in `/proc/…/stat`, on every architecture that Node runs on. [documented: proc(5), time(7)] */
const ticksPerSecond = 100

/** Processor time of a process and of its children that still run, in seconds; NaN where it cannot be read. */
export function processorSeconds(pid: number): number {
  const all = globSync('/proc/[0-9]*/stat').flatMap((file) => read(file) ?? [])
  if (!all.some((each) => each.pid === pid)) return Number.NaN
  const family = all.filter((each) => each.pid === pid || each.parent === pid)
  return family.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond
}

/** Of a backend of PostgreSQL's, the server; undefined where it cannot be read. */
export function parentOf(pid: number): number | undefined {
  return read(`/proc/${pid}/stat`)?.parent
}

/** Undefined: it has ended meanwhile, or this system has no such file. */
function read(file: string) {
  try {
    const text = readFileSync(file, 'utf8')
    // The name, in parentheses, may hold anything; after it come state, parent and, further on, two times.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    return { pid: Number.parseInt(text, 10), parent, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) }
  } catch {
    return undefined
  }
}
