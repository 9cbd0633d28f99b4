/** What is counted and kept of requests as Kysely sees it. */
import type { Timestamp } from './timestamp.ts'

type RequestBudgetTable = {
  tenant_id: string
  budget: string
  window_start: Date
  used: number
}

/** `migrations/0021_kept_answers.sql` says what it is for. */
type KeptAnswerTable = {
  tenant_id: string
  key_digest: Buffer
  answer: Buffer
  expires_at: Timestamp
}

export type RequestTables = {
  request_budget: RequestBudgetTable
  kept_answer: KeptAnswerTable
}
