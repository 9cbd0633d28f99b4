/** Reads an exported trail: everything before the first malformed line, and where that is. */
import { readFile } from 'node:fs/promises'
import { CliError } from '../../cli/exit.ts'
import type { Checkpoint } from '../../src/core/audit/audit-trail.ts'
import type { AuditRecord } from '../../src/core/audit/chain.ts'
import { readTrailLine } from '../../src/core/audit/trail-file.ts'

export type TrailFile = {
  /** Of the first entry, or checkpoint. */
  readonly tenantId: string
  readonly records: readonly AuditRecord[]
  readonly checkpoints: readonly Checkpoint[]
  /** From 1; absent = every line is one of a trail. */
  readonly badLine?: number
}

export async function readTrailFile(path: string): Promise<TrailFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError(`${path} cannot be read.`, { cause })
  })
  return parseTrail(text)
}

export function parseTrail(text: string): TrailFile {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const records: AuditRecord[] = []
  const checkpoints: Checkpoint[] = []
  for (const [i, line] of lines.entries()) {
    const read = readTrailLine(line)
    const misplaced = read?.kind === 'record' && checkpoints.length > 0
    if (read === undefined || misplaced) return { ...file(records, checkpoints), badLine: i + 1 }
    if (read.kind === 'record') records.push(read.record)
    else checkpoints.push(read.checkpoint)
  }
  return file(records, checkpoints)
}

function file(records: readonly AuditRecord[], checkpoints: readonly Checkpoint[]): TrailFile {
  const tenantId = records[0]?.tenantId ?? checkpoints[0]?.tenantId ?? 'unknown'
  return { tenantId, records, checkpoints }
}
