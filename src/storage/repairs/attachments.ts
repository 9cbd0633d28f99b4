/** Files of cases, encrypted. */
import type { RepairAttachment, Repairs } from '../../core/repairs/repair-case.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'

const contextOf = (id: string) => `repair_attachment:${id}`

type Row = {
  attachment_id: string
  name: string
  description: string | null
  bytes: number
  added_at: Date
  added_by: string
}

export function attachmentsIn(
  { pool }: Pick<Store, 'pool'>,
  wrap: Wrap,
): Pick<Repairs, 'attachments' | 'attach' | 'contentOf'> {
  return {
    async attachments({ tenantId, id }) {
      const { rows } = await pool.query<Row>(
        `select attachment_id, name, description, bytes, added_at, added_by from repair_attachment
         where tenant_id = $1 and case_id = $2 order by attachment_id`,
        [tenantId, id],
      )
      return rows.map(
        (row): RepairAttachment => ({
          id: row.attachment_id,
          name: row.name,
          description: row.description,
          bytes: row.bytes,
          addedAt: row.added_at,
          by: row.added_by,
        }),
      )
    },

    async attach(to, { id, name, description, by, content }) {
      await pool.query(
        `insert into repair_attachment (tenant_id, case_id, attachment_id, name, description, bytes, content, added_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          to.tenantId,
          to.id,
          id,
          name,
          description,
          content.length,
          Buffer.from(wrap.wrap(content, contextOf(id))),
          by,
        ],
      )
    },

    async contentOf({ tenantId, id }, attachmentId) {
      const { rows } = await pool.query<{ content: Buffer }>(
        'select content from repair_attachment where tenant_id = $1 and case_id = $2 and attachment_id = $3',
        [tenantId, id, attachmentId],
      )
      return rows[0] && wrap.unwrap(rows[0].content, contextOf(attachmentId))
    },
  }
}
