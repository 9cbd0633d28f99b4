/** The overview's numbers in PostgreSQL: one statement for devices, one each for what failed and what is waiting. */
import type { Overview, Overviews } from '../../core/devices/overview.ts'
import { hasReachedTag, reachedTags } from '../access/reached-tags.ts'
import { refusalOf } from '../sql/refusal-text.ts'
import type { Store } from '../sql/store.ts'

type DayRow = { readonly day: string; readonly count: string }
type NumbersRow = {
  readonly registered: string
  readonly enrolled: string
  readonly ending: string
  readonly conflicts: string
}

/** A provisional claim that ends within this many days is about to be lost. */
const soon = 7

export function overviewsIn({ pool }: Store): Overviews {
  return {
    async of(tenantId, query): Promise<Overview> {
      const { since, now, devices, imports, countsConflicts } = query
      const tags = reachedTags(devices)
      const [numbers, days, failures] = await Promise.all([
        pool.query<NumbersRow>({
          name: 'overview-numbers',
          text: `select sum(devices) as registered, sum(devices) filter (where enrollment_state = 'enrolled') as enrolled,
              (select count(*) from device where tenant_id = $1 and ${reached}
                and coalesce(provisional_until, '-infinity') between $3 and $3 + make_interval(days => ${soon})) as ending,
              (select count(*) from identity_conflict as conflict
                where $4 and conflict.tenant_id = $1 and conflict.state = 'open') as conflicts
            from device_tally where tenant_id = $1 and day is null and ${reached}`,
          values: [tenantId, tags, now, countsConflicts],
        }),
        pool.query<DayRow>({
          name: 'overview-days',
          text: `select to_char(day, 'YYYY-MM-DD') as day, sum(devices) as count
            from device_tally where tenant_id = $1 and ${reached} and day >= ($3::timestamptz at time zone 'UTC')::date
            group by device_tally.day having sum(devices) > 0 order by device_tally.day`,
          values: [tenantId, tags, since],
        }),
        imports &&
          pool.query<{ refusal: string; count: string }>({
            name: 'overview-failures',
            text: `select refusal, count(*) as count from refused_row join import_row using (import_id, row_number)
            where refused_row.tenant_id = $1 and ${reached} and decided_at >= $3 and refused_row.import_id >= $4
            group by refusal order by count desc limit 20`,
            values: [tenantId, reachedTags(imports), since, firstIdAt(since)],
          }),
      ])
      const [row] = numbers.rows
      return {
        registered: Number(row?.registered ?? 0),
        enrolled: Number(row?.enrolled ?? 0),
        provisionalEndingSoon: Number(row?.ending ?? 0),
        conflictsOpen: countsConflicts ? Number(row?.conflicts ?? 0) : null,
        byDay: days.rows.map(({ day, count }) => ({ day, count: Number(count) })),
        failures:
          failures?.rows.map(({ refusal, count }) => ({
            name: refusalOf(refusal).reportedAs?.name ?? refusalOf(refusal).refusal,
            count: Number(count),
          })) ?? null,
      }
    },
  }
}

const reached = hasReachedTag('group_tag', 2)

/**
 * Ids of imports begin with their time, so older receipts need not be read. One more day covers imports that were
 * accepted earlier and decided since.
 */
function firstIdAt(since: Date): string {
  const hex = (since.getTime() - 86_400_000).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
