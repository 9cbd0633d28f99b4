/** The result of one check of `taxiway doctor`. */
export type Finding = {
  readonly check: string
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly detail: string
  /** What to do; null = nothing. */
  readonly hint: string | null
}

export const ok = (check: string, detail: string): Finding => ({
  check,
  result: 'ok',
  detail,
  hint: null,
})
export const skipped = (check: string, detail: string): Finding => ({
  check,
  result: 'skipped',
  detail,
  hint: null,
})
export const warning = (check: string, detail: string, hint: string): Finding => ({
  check,
  result: 'warning',
  detail,
  hint,
})
export const failed = (check: string, detail: string, hint: string): Finding => ({
  check,
  result: 'failed',
  detail,
  hint,
})
