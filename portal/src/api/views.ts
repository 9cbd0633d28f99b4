/** Saved views: names for addresses. */
import { useQuery } from '@tanstack/react-query'
import type { List, SavedView, SavedViewRequest } from 'taxiway-autopilot/admin'
import { admin, ask } from './ask.ts'
import { queryClient } from './query-client.ts'

const viewsKey = ['views'] as const

export function useViews(path: string) {
  return useQuery({
    queryKey: viewsKey,
    queryFn: ({ signal }) => ask<List<SavedView>>(`${admin}/views`, { signal }),
    select: ({ value }) => value.filter((view) => view.path === path),
    staleTime: 300_000,
  })
}

export async function saveView(view: SavedViewRequest): Promise<void> {
  await ask(`${admin}/views/${crypto.randomUUID()}`, { method: 'PUT', body: view })
  await queryClient.invalidateQueries({ queryKey: viewsKey })
}

export async function deleteView(id: string): Promise<void> {
  await ask(`${admin}/views/${id}`, { method: 'DELETE' })
  await queryClient.invalidateQueries({ queryKey: viewsKey })
}
