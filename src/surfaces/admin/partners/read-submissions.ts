/** What a partner sent for a customer, page by page, as both of them read it. */
import type { z } from 'zod'
import type { Batches, Place } from '../../../core/partners/batch.ts'
import type { submissionPage, submissionsQuery } from './partner-contract.ts'
import { presentSubmission } from './present-partner.ts'

export async function readSubmissions(
  { submissions }: Pick<Batches, 'submissions'>,
  place: Place,
  { after, limit }: z.output<typeof submissionsQuery>,
): Promise<z.input<typeof submissionPage>> {
  const found = await submissions(place, { after, limit: limit + 1 })
  const value = found.slice(0, limit).map(presentSubmission)
  return { value, next: found.length > limit ? (value.at(-1)?.id ?? null) : null }
}
