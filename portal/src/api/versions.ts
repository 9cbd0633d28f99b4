/** Things that are edited, each with the version that its editor has seen: who saves later does not overwrite unseen. */
import { useQuery } from '@tanstack/react-query'
import { ask, askVersioned, type Versioned } from './ask.ts'
import type { Asked } from './asked.ts'
import { entitiesChanged } from './entities.ts'

export type { Versioned } from './ask.ts'

export function useVersioned<T>(path: string, enabled = true) {
  return useQuery({
    queryKey: ['entities', path, 'versioned'],
    queryFn: ({ signal }) => askVersioned<T>(path, { signal }),
    enabled,
  })
}

export function readVersioned<T>(path: string): Promise<Versioned<T>> {
  return askVersioned<T>(path)
}

/** Throws ApiError with status 412 where it is not that version any more. */
export async function change(
  path: string,
  { version, ...asked }: Asked & { readonly version: string | undefined },
): Promise<void> {
  await ask(path, {
    ...asked,
    ...(version !== undefined && { headers: { 'if-match': version } }),
  })
  await entitiesChanged()
}
