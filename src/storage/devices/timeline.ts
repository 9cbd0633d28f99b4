/**
 * The timeline of a device: four sources, each queried for its newest entries through its own index, merged by
 * time.
 */
import type { DeploymentEvent } from '../../core/deployment/deployment-event.ts'
import { sentenceOf } from '../../core/deployment/event-sentence.ts'
import type {
  TimelineEntry,
  TimelineKind,
  TimelineQuery,
  Timelines,
} from '../../core/devices/timeline.ts'
import { splitReceiptId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'
import { edits, jobs } from './timeline-acts.ts'
import type { Source } from './timeline-source.ts'

export function timelinesIn({ pool }: Pick<Store, 'pool'>): Timelines {
  return {
    async of(tenantId, id, { kinds, before, ...query }: TimelineQuery) {
      const { limit } = query
      const asked = { ...query, tenantId, id, before: before ?? null }
      const wanted = sources.filter(({ gives }) => gives.some((kind) => kinds.includes(kind)))
      const found = await Promise.all(wanted.map(({ ask }) => ask(pool, asked)))
      return found
        .flat()
        .filter(({ kind }) => kinds.includes(kind))
        .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
        .slice(0, limit)
    },
  }
}

const hashes: Source = async (pool, { tenantId, id, before, limit, namesImports }) => {
  const { rows } = await pool.query<HashRow>({
    name: 'timeline-hashes',
    text: `select device_hash.hash_id, device_hash.accepted_at, device_hash.changes, label.label, label.made_by from device_hash
      left join import_label as label on label.tenant_id = device_hash.tenant_id
        and label.import_id = (left(device_hash.hash_id::text, 28) || '00000000')::uuid
      where device_hash.tenant_id = $1 and device_hash.device_id = $2 and ($3::timestamptz is null or device_hash.accepted_at < $3)
      order by device_hash.accepted_at desc limit $4`,
    values: [tenantId, id, before, limit],
  })
  return rows.map((row) => hashEntry(row, namesImports))
}

type HashRow = {
  readonly hash_id: string
  readonly accepted_at: Date
  readonly changes: string[] | null
  readonly label: string | null
  readonly made_by: string | null
}

/** The first hash is the registration; later ones show what had changed. */
function hashEntry(
  { hash_id, accepted_at, changes, label, made_by }: HashRow,
  namesImports: boolean,
): TimelineEntry {
  const from = label === null || !namesImports ? '' : ` with '${label}'`
  const importId = namesImports ? splitReceiptId(hash_id)?.importId : undefined
  return {
    id: hash_id,
    at: accepted_at,
    kind: changes === null ? 'registered' : 'hash',
    sentence:
      changes === null
        ? `Registered${from}.`
        : `Recognized by a new hardware hash${from}; changed: ${changes.join(', ') || 'nothing that counts'}.`,
    actor: made_by,
    before: null,
    after: null,
    link: importId === undefined ? null : `/imports/${importId}`,
  }
}

const boots: Source = async (pool, { tenantId, id, before, limit }) => {
  const { rows } = await pool.query<DeploymentEvent>({
    name: 'timeline-boots',
    text: `select event_id as id, at, kind, code, detail from deployment_event
      where tenant_id = $1 and device_id = $2 and ($3::timestamptz is null or at < $3)
      order by event_id desc limit $4`,
    values: [tenantId, id, before, limit],
  })
  return rows.map(
    (event): TimelineEntry => ({
      id: event.id,
      at: event.at,
      kind: 'boot',
      sentence: sentenceOf(event),
      actor: null,
      before: null,
      after: null,
      link: null,
    }),
  )
}

const sources: readonly { readonly gives: readonly TimelineKind[]; readonly ask: Source }[] = [
  { gives: ['registered', 'hash'], ask: hashes },
  { gives: ['edited'], ask: edits },
  { gives: ['job'], ask: jobs },
  { gives: ['boot'], ask: boots },
]
