/** Where batches are, how one is named, and where its jobs are read. */
import type { IdKind } from '../../core/id-kinds.ts'
import { batchKey, type Place } from '../../core/partners/batch.ts'

export const batches = '/customers/:customer/devicebatches'

/** Of a batch, in lower case: addresses are. */
export const batchId: IdKind<string> = { what: 'batch', parse: batchKey }

/** Relative, without version: every client of Partner Center builds on exactly this form. [observed] */
export function accepted({ customerId }: Place, id: string): Response {
  return new Response(null, {
    status: 202,
    headers: { location: `/customers/${customerId}/batchJobStatus/${id}` },
  })
}
