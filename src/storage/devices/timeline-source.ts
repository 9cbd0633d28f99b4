/** Where entries of a timeline come from. */
import type pg from 'pg'
import type { TimelineEntry, TimelineQuery } from '../../core/devices/timeline.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'

type Asked = {
  readonly tenantId: TenantId
  readonly id: DeviceId
  readonly before: Date | null
  readonly limit: number
} & Pick<TimelineQuery, 'reach' | 'namesImports'>

/** Its newest entries before a moment. */
export type Source = (
  pool: Pick<pg.ClientBase, 'query'>,
  asked: Asked,
) => Promise<readonly TimelineEntry[]>
