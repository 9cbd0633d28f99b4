/**
 * What an entry of the trail is about, as its index has it (migration 0068): the request, and each thing that it acts on,
 * as the beginning of a hash, in which ASCII letters have no case.
 */
import { createHash } from 'node:crypto'
import type { AuditEntry } from './audit.ts'

/** Of the hash, in hexadecimal digits. */
const length = 16

/** Hex. */
export function subjectOf(id: string): string {
  const folded = id.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return createHash('sha256').update(folded).digest('hex').slice(0, length)
}

export function subjectsOf({
  correlationId,
  resources,
}: Pick<AuditEntry, 'correlationId' | 'resources'>): readonly string[] {
  // The trail may hold what this version would not write.
  const ids: readonly unknown[] = [correlationId, ...(resources ?? []).map(({ id }) => id)]
  return ids.flatMap((id) => (typeof id === 'string' ? [subjectOf(id)] : []))
}
