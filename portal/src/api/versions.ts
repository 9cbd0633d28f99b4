/** Things that are edited, each with the version that its editor has seen: who saves later does not overwrite unseen. */
import { useQuery } from '@tanstack/react-query'
import { askVersioned, askWarned, type Versioned } from './ask.ts'
import type { Asked } from './asked.ts'
import { entitiesChanged } from './entities.ts'

export type { Versioned } from './ask.ts'

/** Where a thing is read and changed. What changes it throws ApiError with status 412 if there is a newer version. */
export type Place<T> = {
  readonly read: () => Promise<Versioned<T>>
  /** Answers what the server warns of, though it did it. */
  readonly write: (body: object, version: string | undefined) => Promise<string | undefined>
  /** Absent where that is not done by an edit. */
  readonly remove?: (version: string | undefined) => Promise<unknown>
  /** It is written whole, with what nobody touched. */
  readonly isWhole?: boolean
}

export function placeAt<T>(path: string, { isWhole = false } = {}): Place<T> {
  const method = isWhole ? 'PUT' : 'PATCH'
  return {
    read: () => readVersioned<T>(path),
    write: (body, version) => change(path, { method, body, version }),
    remove: (version) => change(path, { method: 'DELETE', version }),
    isWhole,
  }
}

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

/** Answers what the server warns of; throws ApiError with status 412 if there is a newer version. */
export async function change(
  path: string,
  { version, ...asked }: Asked & { readonly version: string | undefined },
): Promise<string | undefined> {
  const warning = await askWarned(path, {
    ...asked,
    ...(version !== undefined && { headers: { 'if-match': version } }),
  })
  await entitiesChanged()
  return warning
}
