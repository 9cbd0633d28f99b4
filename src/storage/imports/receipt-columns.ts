/** What receipts are filtered and ordered by, in terms of the table. */
import { type SqlBool, sql } from 'kysely'
import { refusals } from 'taxiway-autopilot'
import type { ImportedDeviceField } from '../../core/imports/imported-device.ts'
import { type Column, type Columns, column, required } from '../sql/columns.ts'

const receipt = sql`(left(import_id::text, 28) || lpad(to_hex(row_number), 8, '0'))`

/** As clients read them: the code that goes with the name, or what an emulator was set to report. */
const codes = sql.join(
  Object.entries(refusals).map(
    ([name, { code }]) => sql`when ${sql.lit(name)} then ${sql.lit(code)}`,
  ),
  sql` `,
)
const errorCode = sql`(case when refusal ~ '^-?[0-9]+ ' then split_part(refusal, ' ', 1)::integer
  else (case refusal ${codes} else 0 end) end)`
/** Of registered rows clients read `None`. */
const errorName = sql`coalesce(regexp_replace(refusal, '^-?[0-9]+ ', ''), case status when 'complete' then 'None' else '' end)`

/** The time that the import's id begins with (RFC 9562 section 5.7). */
const submittedAt = sql`to_timestamp(('x' || lpad(left(replace(import_id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)`

/** A text whose index has only rows with one. */
const seldom = (name: string): Column => ({
  ...column(name),
  usually: { value: '', having: () => sql<SqlBool>`${sql.ref(name)} <> ''` },
})

/** The order of ids in terms of the index's columns. */
export type Place = 'import' | 'row'

export const receiptColumns: Columns<ImportedDeviceField | Place> = {
  id: { type: 'text', nullable: false, sql: receipt },
  importId: { type: 'text', nullable: false, sql: sql`coalesce(client_import_id, ${receipt})` },
  serialNumber: seldom('serial_number'),
  productKey: seldom('product_key'),
  groupTag: column('group_tag'),
  assignedUserPrincipalName: seldom('assigned_user_principal_name'),
  status: {
    type: 'text',
    nullable: false,
    sql: sql`(case status when 'undecided' then 'unknown' else status end)`,
  },
  errorCode: { type: 'number', nullable: false, sql: errorCode },
  errorName: { type: 'text', nullable: false, sql: errorName },
  deviceId: { type: 'text', nullable: false, sql: sql`coalesce(device_id::text, '')` },
  submittedAt: { type: 'date', nullable: false, sql: submittedAt },
  submittedBy: {
    ...column('submitted_by'),
    usually: { value: '', having: (value) => sql<SqlBool>`submitted_by = ${value}::text` },
  },
  decidedAt: column('decided_at', 'date'),
  import: column('import_id', 'id', required),
  row: column('row_number', 'number', required),
}
