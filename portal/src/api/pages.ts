/** Lists of the admin API that come page by page, each page as it is asked for. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { ask } from './ask.ts'

type CursorPage<T> = { readonly value: readonly T[]; readonly next?: string | undefined }

/** `query` is what was read so far, as lists take it. */
export function usePages<T>(path: string, enabled: boolean) {
  const pages = useInfiniteQuery({
    queryKey: ['entities', path],
    queryFn: ({ pageParam, signal }) =>
      ask<CursorPage<T>>(pageParam === '' ? path : `${path}?cursor=${pageParam}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled,
  })
  return {
    query: {
      data: pages.data?.pages.flatMap(({ value }) => value),
      error: pages.error,
      refetch: pages.refetch,
    },
    hasMore: pages.hasNextPage,
    more: () => void pages.fetchNextPage(),
  }
}
