/** Lists of Graph and of the admin API that are usually short, read to their end; longer ones are in long-list.ts. */
import { useQuery } from '@tanstack/react-query'
import type { GraphPage } from 'taxiway-autopilot'
import { ask } from './ask.ts'
import { queryClient } from './query-client.ts'

export function useEntities<T>(path: string, enabled = true) {
  return useQuery({
    queryKey: ['entities', path],
    queryFn: ({ signal }) => allPages<T>(path, signal),
    enabled,
  })
}

async function allPages<T>(path: string, signal: AbortSignal): Promise<readonly T[]> {
  const found: T[] = []
  let next: string | undefined = path
  while (next !== undefined) {
    const answer: AnyPage<T> = await ask<AnyPage<T>>(next, { signal })
    found.push(...answer.value)
    next = pathAfter(answer, path)
  }
  return found
}

/** A page of Graph, or of the admin API whose lists continue by `after`. */
type AnyPage<T> = GraphPage<T> & { readonly next?: string | null }

function pathAfter<T>(answer: AnyPage<T>, path: string): string | undefined {
  const link = answer['@odata.nextLink']
  // Only the path: the link may name another host of this same server.
  if (link !== undefined) return link.slice(new URL(link).origin.length)
  const { next = null } = answer
  const mark = path.includes('?') ? '&' : '?'
  return next === null ? undefined : `${path}${mark}after=${encodeURIComponent(next)}`
}

export function useEntity<T>(path: string, enabled = true) {
  return useQuery({
    queryKey: ['entities', path],
    queryFn: ({ signal }) => ask<T>(path, { signal }),
    enabled,
  })
}

/** Whatever was read of entities may have changed. */
export function entitiesChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['entities'] })
}
