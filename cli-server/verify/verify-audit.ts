/** Verifies audit trails and reports on each: everything wrong is found, and the first wrong entry is named. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { environment } from '../../cli/context/environment.ts'
import { CliError, type ExitCode, exitCodes } from '../../cli/exit.ts'
import type { Column } from '../../cli/terminal/column.ts'
import { counted, type Output, outputOf } from '../../cli/terminal/output.ts'
import type { Checkpoint } from '../../src/core/audit/audit-trail.ts'
import { readTrailLine } from '../../src/core/audit/trail-file.ts'
import { type TrailVerdict, verifyTrail } from '../../src/core/audit/verify-trail.ts'
import { checkpointFileName, checkpointKeyName } from '../../src/storage/audit/checkpoint-file.ts'
import { storedTrails } from '../../src/storage/audit/stored-trails.ts'
import { inDatabase } from '../store/in-database.ts'
import { readTrailFile, type TrailFile } from './read-trail-file.ts'

export type AuditOptions = {
  readonly tenant?: string
  readonly database?: string
  readonly dataDir?: string
  readonly checkpoints?: string
  readonly key?: string
}

export type Row = {
  readonly source: string
  readonly tenantId: string
  readonly entries: number
  readonly checkpoints: number
  readonly ok: boolean
  /** The first entry that is not as it was written; null = all are. */
  readonly firstBadEntry: number | null
  readonly problem: string | null
}

const columns: readonly Column<Row>[] = [
  { key: 'source', title: 'Source' },
  { key: 'tenantId', title: 'Tenant' },
  { key: 'entries', title: 'Good entries' },
  { key: 'checkpoints', title: 'Checkpoints' },
  { key: 'firstBadEntry', title: 'First bad entry', style: () => 'red' },
  { key: 'problem', title: 'Problem' },
]

/** What is held against a trail from outside of it. */
type Outside = { readonly checkpoints: readonly Checkpoint[]; readonly publicKey?: string }

export async function verifyAudit(
  files: readonly string[],
  options: AuditOptions,
  command: Command,
): Promise<ExitCode> {
  const output = outputOf(command)
  const outside = await readOutside(options)
  if (outside.publicKey === undefined)
    output.warn(
      'There is no key, so the signatures of checkpoints are not checked. Name one with --key.',
    )
  const rows =
    files.length > 0
      ? await Promise.all(files.map((file) => verifyFile(file, outside)))
      : await verifyDatabase(options, outside)
  output.rows(rows, columns)
  return summarise(rows, output)
}

async function verifyFile(path: string, outside: Outside): Promise<Row> {
  const file = await readTrailFile(path)
  const { tenantId } = file
  const checkpoints = [...file.checkpoints, ...outside.checkpoints].filter(
    (each) => each.tenantId === tenantId,
  )
  const verdict = await verifyTrail({ ...outside, tenantId, records: file.records, checkpoints })
  return rowOf(path, worse(verdict, file))
}

/** A line that is not a line of a trail comes where the good entries before it end. */
function worse(verdict: TrailVerdict, { badLine, records }: TrailFile): TrailVerdict {
  if (badLine === undefined || (verdict.fault && verdict.fault.seq <= records.length))
    return verdict
  const problem = `line ${badLine} differs from what was exported`
  return { ...verdict, fault: { tenantId: verdict.tenantId, seq: records.length + 1, problem } }
}

async function verifyDatabase(options: AuditOptions, outside: Outside): Promise<readonly Row[]> {
  return await inDatabase(placeOf(options), async (client) => {
    const rows: Row[] = []
    const seen = new Set<string>()
    for await (const trail of storedTrails(client, options.tenant)) {
      seen.add(trail.tenantId)
      const kept = outside.checkpoints.filter(({ tenantId }) => tenantId === trail.tenantId)
      const checkpoints = [...trail.checkpoints, ...kept]
      rows.push(rowOf('database', await verifyTrail({ ...trail, ...outside, checkpoints })))
    }
    for (const { tenantId } of outside.checkpoints) {
      if (seen.has(tenantId) || (options.tenant ?? tenantId) !== tenantId) continue
      seen.add(tenantId)
      const checkpoints = outside.checkpoints.filter((each) => each.tenantId === tenantId)
      rows.push(
        rowOf('database', await verifyTrail({ ...outside, tenantId, records: [], checkpoints })),
      )
    }
    return rows
  })
}

function rowOf(source: string, { fault, ...verdict }: TrailVerdict): Row {
  const problem = fault?.problem ?? null
  return { source, ...verdict, ok: !fault, firstBadEntry: fault?.seq ?? null, problem }
}

function summarise(rows: readonly Row[], output: Output): ExitCode {
  const bad = rows.filter(({ ok }) => !ok)
  for (const { tenantId, firstBadEntry, problem } of bad)
    output.warn(`Tenant ${tenantId}: entry ${firstBadEntry} ${problem}.`)
  const entries = rows.reduce((sum, row) => sum + row.entries, 0)
  output.say(
    bad.length > 0
      ? `${bad.length} of ${counted(rows.length, 'trail')} not as written.`
      : `${counted(rows.length, 'trail')} with ${entries === 1 ? '1 entry' : `${entries} entries`}: all as written.`,
  )
  return bad.length > 0 ? exitCodes.findings : exitCodes.ok
}

async function readOutside(options: AuditOptions): Promise<Outside> {
  const { dataDir } = placeOf(options)
  const key = await readNamed(options.key, join(dataDir, checkpointKeyName))
  const path = options.checkpoints ?? join(dataDir, checkpointFileName)
  const lines = (await readNamed(options.checkpoints, path))?.split('\n') ?? []
  const checkpoints = lines
    .filter((line) => line !== '')
    .map((line) => {
      const read = readTrailLine(line)
      if (read?.kind === 'checkpoint') return read.checkpoint
      throw new CliError(`${path} contains a line that is not a checkpoint.`, {
        exitCode: exitCodes.findings,
      })
    })
  return { checkpoints, ...(key !== undefined && { publicKey: key }) }
}

/** A file that was named must be there; the one that is looked for need not. */
async function readNamed(
  named: string | undefined,
  otherwise: string,
): Promise<string | undefined> {
  try {
    return await readFile(named ?? otherwise, 'utf8')
  } catch (cause) {
    if (named === undefined) return undefined
    throw new CliError(`${named} cannot be read.`, { cause })
  }
}

function placeOf({ database, dataDir }: AuditOptions) {
  const url = database ?? environment('TAXIWAY_DATABASE_URL')
  return {
    dataDir: resolve(dataDir ?? environment('TAXIWAY_DATA_DIR') ?? 'data'),
    ...(url !== undefined && { url }),
  }
}
