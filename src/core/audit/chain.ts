/**
 * The chain of an audit trail: each entry's hash covers the hash before it, so a changed, missing, added or
 * reordered entry shows at the first place where the hashes no longer match.
 */
import { createHash } from 'node:crypto'
import type { AuditEntry } from './audit.ts'
import { canonicalJson, type JsonValue } from './canonical-json.ts'
import { type FiledWords, isFiledRightly } from './filed-words.ts'

/** One link as it is stored and exported. */
export type AuditRecord = {
  readonly tenantId: string
  /** From 1, without gaps. */
  readonly seq: number
  /** ISO text with microseconds, in UTC. */
  readonly at: string
  /** The entry's canonical JSON. */
  readonly entry: string
  /** Hex. */
  readonly prev: string
  readonly hash: string
  /** Absent: it comes from a file. */
  readonly filed?: FiledWords
}

/** The hash before the first entry. */
export const chainStart = '00'.repeat(32)

/** The hash that the record should have. */
export function recordHash({
  at,
  entry,
  prev,
  seq,
  tenantId,
}: Omit<AuditRecord, 'hash' | 'filed'>): string {
  const head = canonicalJson({ at })
  const tail = canonicalJson({ prev, seq, tenantId })
  return createHash('sha256')
    .update(`${head.slice(0, -1)},"entry":${entry},${tail.slice(1)}`)
    .digest('hex')
}

export type ChainFault = {
  readonly tenantId: string
  readonly seq: number
  readonly problem: string
}

/** Walks a chain from its first entry; each call checks the next record. Undefined = it is correct. */
export function chainWalk(tenantId: string) {
  let seq = 0
  let hash = chainStart
  return {
    get end() {
      return { seq, hash }
    },
    judge(record: AuditRecord): ChainFault | undefined {
      const fault = (problem: string) => ({ tenantId, seq: seq + 1, problem })
      if (record.tenantId !== tenantId) return fault('belongs to another tenant')
      if (record.seq < 0)
        return { tenantId, seq: record.seq, problem: 'has a number that no entry has' }
      if (record.seq !== seq + 1) return fault(`is missing: entry ${record.seq} comes next`)
      if (record.prev !== hash) return fault('does not follow the entry before it')
      const problem = contentFault(record)
      if (problem !== undefined) return fault(problem)
      seq += 1
      hash = record.hash
      return undefined
    },
  }
}

function contentFault(record: AuditRecord): string | undefined {
  if (!isCanonical(record.entry)) return 'is not written as entries are'
  if (recordHash(record) !== record.hash) return 'is not what was written'
  const { filed } = record
  return filed === undefined || isFiledRightly(JSON.parse(record.entry) as AuditEntry, filed)
    ? undefined
    : 'is listed under words other than its own'
}

function isCanonical(entry: string): boolean {
  try {
    return canonicalJson(JSON.parse(entry) as JsonValue) === entry
  } catch {
    return false
  }
}
