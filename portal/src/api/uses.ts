/** Counts of groups and profiles, and what a rule selects. */
import { useQuery } from '@tanstack/react-query'
import type { GroupUse, List, ProfileUse, RuleCount } from 'taxiway-autopilot/admin'
import { admin, ask } from './ask.ts'

/** Beneath the entities' key: whatever changes them may change their numbers. */
export function useGroupUses(enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: ['entities', 'groups', 'use'],
    queryFn: ({ signal }) => ask<List<GroupUse>>(`${admin}/groups/use`, { signal }),
    select: ({ value }) => new Map(value.map((use) => [use.id, use])),
  })
}

export function useProfileUses(enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: ['entities', 'profiles', 'use'],
    queryFn: ({ signal }) => ask<List<ProfileUse>>(`${admin}/profiles/use`, { signal }),
    select: ({ value }) => new Map(value.map((use) => [use.id, use])),
  })
}

export function useRuleCount(rule: string) {
  return useQuery({
    queryKey: ['entities', 'rule', rule],
    queryFn: ({ signal }) =>
      ask<RuleCount>(`${admin}/groups/count-by-rule`, { method: 'POST', body: { rule }, signal }),
    enabled: rule !== '',
    retry: false,
  })
}
