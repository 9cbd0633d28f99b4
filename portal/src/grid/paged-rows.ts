/** Rows by pages of a hundred: those on the screen and one ahead are fetched, and none for a place only scrolled past. */
import { type QueryKey, useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Rows } from './rows.ts'

export const pageSize = 100
/** A scroll must rest this long before its pages are fetched. ms */
const rest = 40

export type FetchedPage<Row> = { readonly value: readonly Row[]; readonly count: number }

export type Paging<Row> = {
  readonly queryKey: QueryKey
  readonly fetchPage: (skip: number, signal: AbortSignal) => Promise<FetchedPage<Row>>
  readonly enabled?: boolean
}

export function usePagedRows<Row>({ queryKey, fetchPage, enabled = true }: Paging<Row>): Rows<Row> {
  const client = useQueryClient()
  const key = JSON.stringify(queryKey)
  const [shown, setShown] = useState({ key, first: 0, last: 30 })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Another list begins at its top.
  const { first, last } = shown.key === key ? shown : { first: 0, last: 30 }
  const pages = pagesOf(first, last)
  const queryOf = (page: number) => ({
    queryKey: [...queryKey, page],
    queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page * pageSize, signal),
  })
  const results = useQueries({ queries: pages.map((page) => ({ ...queryOf(page), enabled })) })
  const answered = results.find(({ data }) => data !== undefined)?.data
  const before = useRef<{ key: string; total: number; page: FetchedPage<Row> } | undefined>(
    undefined,
  )
  useEffect(() => {
    if (answered !== undefined) before.current = { key, total: answered.count, page: answered }
  }, [answered, key])
  useEffect(() => () => clearTimeout(timer.current), [])

  const isStale = answered === undefined && before.current !== undefined
  const older = isStale ? before.current?.page : undefined
  return {
    total: answered?.count ?? before.current?.total,
    at(index) {
      const page = Math.floor(index / pageSize)
      const data = client.getQueryData<FetchedPage<Row>>([...queryKey, page])
      return data?.value[index % pageSize] ?? (page === 0 ? older?.value[index] : undefined)
    },
    here(atMost) {
      const held = client.getQueriesData<FetchedPage<Row>>({ queryKey })
      const rows = held.flatMap(([of, data]) =>
        (data?.value ?? []).map((_, i) => Number(of.at(-1)) * pageSize + i),
      )
      return rows.toSorted((a, b) => a - b).slice(0, atMost)
    },
    show(from, to) {
      if (from === first && to === last && shown.key === key) return
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setShown({ key, first: from, last: to }), rest)
    },
    async load(from, to) {
      await Promise.all(pagesOf(from, to).map((page) => client.ensureQueryData(queryOf(page))))
    },
    stale: isStale,
    key,
    error: results.find(({ error }) => error !== null)?.error ?? null,
  }
}

function pagesOf(first: number, last: number): readonly number[] {
  const from = Math.floor(first / pageSize)
  const to = Math.floor((last + pageSize / 4) / pageSize)
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}
