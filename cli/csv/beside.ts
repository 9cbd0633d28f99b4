/** Names of files that a command writes beside its input. */
import { basename, dirname, extname, join } from 'node:path'

/** `devices.csv` → `devices.fixed.csv`; standard input goes to standard output. */
export function besides(path: string, mark: string): string {
  if (path === '-') return mark === 'rejected' ? 'rejected.csv' : '-'
  const extension = extname(path)
  return join(dirname(path), `${basename(path, extension)}.${mark}.csv`)
}
