/** Imports: sent, watched, and looked at later. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type {
  AcceptedImport,
  Import,
  ImportDetail,
  ImportReceipt,
  Page,
} from 'taxiway-autopilot/admin'
import { admin, ask } from './ask.ts'

/** How often an import is looked at while rows wait. ms */
const often = 1_000
const seldom = 30_000

export const importsKey = ['imports'] as const

/** The same key is the same import, however often it is sent. */
export function sendImport(body: Blob, key: string) {
  return ask<AcceptedImport>(`${admin}/imports`, {
    method: 'POST',
    body,
    headers: { 'idempotency-key': key },
  })
}

export function useImports() {
  return useInfiniteQuery({
    queryKey: [...importsKey, 'list'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Import>>(
        `${admin}/imports?limit=100${pageParam === '' ? '' : `&after=${pageParam}`}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) =>
      (state.data?.pages.some(({ value }) => value.some(isUndecided)) ?? false) ? often : false,
  })
}

/** The newest, looked at often while one of them is still being decided, and seldom else. */
export function useRecentImports(enabled: boolean) {
  return useQuery({
    queryKey: [...importsKey, 'recent'],
    queryFn: ({ signal }) => ask<Page<Import>>(`${admin}/imports?limit=20`, { signal }),
    enabled,
    refetchInterval: ({ state }) =>
      (state.data?.value.some(isUndecided) ?? false) ? often : seldom,
  })
}

export function isUndecided({ undecided }: Import): boolean {
  return undecided > 0
}

export function useImport(id: string, enabled = true) {
  return useQuery({
    queryKey: [...importsKey, id],
    queryFn: ({ signal }) =>
      ask<ImportDetail>(`${admin}/imports/${encodeURIComponent(id)}`, { signal }),
    enabled,
    refetchInterval: ({ state }) => ((state.data?.undecided ?? 0) > 0 ? often : false),
  })
}

export async function fetchReceipts(
  id: string,
  query: string,
  after: string,
): Promise<Page<ImportReceipt>> {
  const parameters = new URLSearchParams(query)
  parameters.set('limit', '200')
  if (after !== '') parameters.set('after', after)
  return ask<Page<ImportReceipt>>(`${admin}/imports/${encodeURIComponent(id)}/rows?${parameters}`)
}

/** Every row, page by page. */
export async function allReceipts(id: string, query: string): Promise<readonly ImportReceipt[]> {
  const found: ImportReceipt[] = []
  for (let after = ''; ; ) {
    const page = await fetchReceipts(id, query, after)
    found.push(...page.value)
    if (page.next === null) return found
    after = page.next
  }
}

export function retryImport(id: string, errors: readonly string[]) {
  return ask<AcceptedImport>(`${admin}/imports/${encodeURIComponent(id)}/retry`, {
    method: 'POST',
    body: { errors },
  })
}
