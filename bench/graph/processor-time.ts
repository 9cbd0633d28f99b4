/** What a process has worked, out of `/proc`; other systems than Linux do not say so to outsiders. */
import { globSync, readFileSync } from 'node:fs'
import type { Store } from '../../src/storage/sql/store.ts'

/** Of the times in `/proc/…/stat`, on every architecture that Node runs on. [documented: proc(5), time(7)] */
const ticksPerSecond = 100

/** Processor time of a process and of its children, also of those that have ended, in seconds; NaN where it cannot be read. */
export function processorSeconds(pid: number): number {
  const all = globSync('/proc/[0-9]*/stat').flatMap((file) => read(file) ?? [])
  const own = all.find((each) => each.pid === pid)
  if (own === undefined) return Number.NaN
  const children = all.filter((each) => each.parent === pid)
  const ticks = [own, ...children].reduce((sum, each) => sum + each.ticks, own.ofEnded)
  return ticks / ticksPerSecond
}

/** PostgreSQL's, whose children answer; 0 where that cannot be found out. */
export async function databaseProcess({ pool }: Pick<Store, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  return parentOf(rows[0]?.pid ?? 0) ?? 0
}

function parentOf(pid: number): number | undefined {
  return read(`/proc/${pid}/stat`)?.parent
}

/** Undefined: it has ended meanwhile, or this system has no such file. */
function read(file: string) {
  try {
    const text = readFileSync(file, 'utf8')
    // The name, in parentheses, may hold anything; after it come state, parent and, further on, times as user and
    // in the kernel, then the same of children that have ended.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11)
    return {
      pid: Number.parseInt(text, 10),
      parent: fields[1] ?? 0,
      ticks: user + system,
      ofEnded: endedUser + endedSystem,
    }
  } catch {
    return undefined
  }
}
