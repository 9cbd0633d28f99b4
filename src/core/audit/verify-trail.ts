/** Whether a tenant's trail is what was written: its chain, its end, and its signed checkpoints. */
import type { Checkpoint } from './audit-trail.ts'
import { type AuditRecord, type ChainFault, chainWalk } from './chain.ts'
import { checkpointHolds } from './checkpoint.ts'

export type Trail = {
  readonly tenantId: string
  readonly records: AsyncIterable<AuditRecord> | Iterable<AuditRecord>
  readonly checkpoints: readonly Checkpoint[]
  /** PEM; absent = signatures are not verified, only compared in content. */
  readonly publicKey?: string
  /** The end of the chain according to the database; absent for a file, which has none. */
  readonly head?: { readonly seq: number; readonly hash: string }
}

export type TrailVerdict = {
  readonly tenantId: string
  /** The number of entries, from the first, that are as they were written. */
  readonly entries: number
  readonly checkpoints: number
  /** The first thing that is wrong; absent = nothing is. */
  readonly fault?: ChainFault
}

export async function verifyTrail(trail: Trail): Promise<TrailVerdict> {
  const { tenantId, checkpoints } = trail
  const signed = Map.groupBy(checkpoints, ({ seq }) => seq)
  const chain = chainWalk(tenantId)
  const verdict = (fault?: ChainFault): TrailVerdict => ({
    tenantId,
    entries: chain.end.seq,
    checkpoints: checkpoints.length,
    ...(fault && { fault }),
  })
  for await (const record of trail.records) {
    const fault =
      chain.judge(record) ?? faultOfCheckpoints(trail, record, signed.get(record.seq) ?? [])
    if (fault !== undefined) return verdict(fault)
    signed.delete(record.seq)
  }
  const [beyond] = [...signed.values()].flat()
  const forged = beyond && faultOfCheckpoints(trail, beyond, [beyond])
  return verdict(forged ?? faultOfEnd(trail, chain.end))
}

function faultOfCheckpoints(
  trail: Trail,
  { seq, hash }: Pick<AuditRecord, 'seq' | 'hash'>,
  checkpoints: readonly Checkpoint[],
): ChainFault | undefined {
  const { tenantId } = trail
  if (checkpoints.some((each) => !holds(each, trail)))
    return { tenantId, seq, problem: 'has a checkpoint that nobody signed' }
  if (checkpoints.some((each) => each.hash !== hash))
    return { tenantId, seq, problem: 'is not what was signed at the time' }
  return undefined
}

function holds(checkpoint: Checkpoint, { tenantId, publicKey }: Trail): boolean {
  if (checkpoint.tenantId !== tenantId) return false
  return publicKey === undefined || checkpointHolds(checkpoint, publicKey)
}

/** Entries cut off the end are noticed through the head or a checkpoint. */
function faultOfEnd(
  { tenantId, checkpoints, head }: Trail,
  end: { readonly seq: number; readonly hash: string },
): ChainFault | undefined {
  const missing = { tenantId, seq: end.seq + 1, problem: 'is missing, with all that followed' }
  if (checkpoints.some(({ seq }) => seq > end.seq)) return missing
  if (head === undefined || (head.seq === end.seq && head.hash === end.hash)) return undefined
  if (head.seq > end.seq) return missing
  return { tenantId, seq: end.seq, problem: 'is not where the trail says that it ends' }
}
