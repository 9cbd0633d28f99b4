/** Lists that may be long: read page after page until enough is here, and further when somebody asks for it. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { ask } from './ask.ts'

/** So many rows are read unasked, and so many more each time. */
const enough = 5_000

export type LongList<T> = {
  readonly data: readonly T[] | undefined
  readonly error: unknown
  readonly refetch: () => unknown
  /** There is more at the server: it is being read, or is by calling this. Undefined: everything is here. */
  readonly rest: 'coming' | (() => void) | undefined
}

type Wanted = {
  /** The parameter that continues the list. */
  readonly by: 'after' | 'cursor'
  readonly enabled?: boolean
  /** What is read anew together. */
  readonly root?: string
}

type Answer<T> = {
  readonly value: readonly T[]
  readonly next?: string | null
  readonly '@odata.nextLink'?: string
}

/** `path` has the size of a page as a parameter. */
export function useLongList<T>(path: string, wanted: Wanted): LongList<T> {
  const { by, enabled = true, root = 'entities' } = wanted
  const [limit, setLimit] = useState(enough)
  const pages = useInfiniteQuery({
    queryKey: [root, 'pages', path],
    queryFn: ({ pageParam, signal }) => ask<Answer<T>>(pageParam, { signal }),
    initialPageParam: path,
    getNextPageParam: (last) => pathAfter(last, `${path}&${by}=`),
    enabled,
  })
  const data = useMemo(() => pages.data?.pages.flatMap(({ value }) => value), [pages.data])
  const { hasNextPage, isFetching, error, fetchNextPage } = pages
  const isWanted = hasNextPage && error === null && (data?.length ?? 0) < limit
  useEffect(() => {
    if (isWanted && !isFetching) void fetchNextPage()
  }, [isWanted, isFetching, fetchNextPage])
  const more = () => setLimit((data?.length ?? 0) + enough)
  const rest = isWanted ? 'coming' : more
  return { data, error, refetch: pages.refetch, rest: hasNextPage ? rest : undefined }
}

function pathAfter<T>(answer: Answer<T>, continued: string): string | undefined {
  const link = answer['@odata.nextLink']
  // Only the path: the link may name another host of this same server.
  if (link !== undefined) return link.slice(new URL(link).origin.length)
  return answer.next ? `${continued}${encodeURIComponent(answer.next)}` : undefined
}
