/** Records what a person has to decide or should look at, with the row it is about. */

import type { Held, PendingRow, Registration, RowDecision } from '../../core/imports/slice.ts'
import { newUuid } from '../../core/uuid.ts'
import { flat } from '../identity/holders.ts'
import type { HeldWork } from './held-work.ts'

type Note = {
  readonly kind: string
  readonly sentence: string
  readonly candidates: readonly string[]
  readonly row: PendingRow
  /** Absent while the row is held. */
  readonly deviceId?: string
}

export async function keepConflicts(
  { client, work, rows }: HeldWork & { readonly rows: readonly PendingRow[] },
  decisions: readonly RowDecision[],
): Promise<void> {
  const byNumber = new Map(rows.map((row) => [row.rowNumber, row]))
  const notes = decisions.flatMap((each): Note[] => {
    if (each.kind === 'registered') return remarksOf(each.registration)
    const row = byNumber.get(each.rowNumber)
    return each.held && row ? [noteOf(each.held, row)] : []
  })
  if (notes.length === 0) return
  await client.query({
    name: 'identity-conflict-insert',
    text: `insert into identity_conflict (tenant_id, conflict_id, kind, sentence, candidates, import_id, row_number,
        submission, device_id)
      select $1, id, kind, sentence, candidates::uuid[], $2, row_number, submission, device
      from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[], $8::jsonb[], $9::uuid[])
        as conflict(id, kind, sentence, candidates, row_number, submission, device)`,
    values: [
      work.tenantId,
      work.importId,
      notes.map(() => newUuid()),
      notes.map(({ kind }) => kind),
      notes.map(({ sentence }) => sentence),
      notes.map(({ candidates }) => `{${candidates.join(',')}}`),
      notes.map(({ row }) => row.rowNumber),
      notes.map(({ row }) => JSON.stringify(submissionOf(row))),
      notes.map(({ deviceId }) => deviceId ?? null),
    ],
  })
}

function noteOf({ reason, sentence, candidates }: Held, row: PendingRow): Note {
  return { kind: reason, sentence, candidates: flat(candidates), row }
}

function remarksOf({ remarks, row, deviceId }: Registration): Note[] {
  return remarks.map(({ kind, other, sentence }) => ({
    kind,
    sentence,
    candidates: flat([other]),
    row,
    deviceId,
  }))
}

/** Everything needed to register the row once a person has said that it is a new device. */
function submissionOf({ hardwareHash: _, rowNumber: __, ...rest }: PendingRow) {
  return rest
}
