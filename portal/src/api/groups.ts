/** Groups by a part of their name, and the names of those that are known by id. There may be many thousands. */
import { useQuery } from '@tanstack/react-query'
import type { GraphPage, Group } from 'taxiway-autopilot'
import { ask, graphV1 } from './ask.ts'

export type NamedGroup = { readonly id: string; readonly name: string }

/** So many are offered at once. */
const offered = 20

export function useGroupsNamed(typed: string, enabled: boolean) {
  const term = typed.trim().replaceAll('"', '')
  const search = term === '' ? '' : `&$search=${encodeURIComponent(`"displayName:${term}"`)}`
  return useQuery({
    queryKey: ['entities', 'groups', term],
    queryFn: async ({ signal }) => {
      const path = `${graphV1}/groups?$top=${offered}&$select=id,displayName${search}`
      const headers = { consistencylevel: 'eventual' }
      const page = await ask<GraphPage<Group>>(path, { signal, headers })
      return { groups: page.value.map(named), isCut: page['@odata.nextLink'] !== undefined }
    },
    enabled,
    placeholderData: (before) => before,
  })
}

/** An id that is not among them is of no group, or of one that may not be seen. */
export function useGroupNames(ids: readonly string[], enabled: boolean) {
  const wanted = [...new Set(ids)].toSorted()
  const { data } = useQuery({
    queryKey: ['entities', 'group-names', wanted],
    queryFn: async ({ signal }) => {
      const groups: NamedGroup[] = []
      for (let from = 0; from < wanted.length; from += maxAsked) {
        const body = { ids: wanted.slice(from, from + maxAsked), types: ['group'] }
        const path = `${graphV1}/directoryObjects/getByIds`
        const page = await ask<GraphPage<Group>>(path, { method: 'POST', body, signal })
        groups.push(...page.value.map(named))
      }
      return groups
    },
    enabled: enabled && wanted.length > 0,
    placeholderData: (before) => before,
  })
  return data ?? []
}

/** Graph's own limit. */
const maxAsked = 1_000

function named({ id, displayName }: Group): NamedGroup {
  return { id: id ?? '', name: displayName ?? '' }
}
