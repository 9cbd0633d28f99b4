/** Numbers beside the ways of the navigation: what waits for somebody. */

import { useQuery } from '@tanstack/react-query'
import type { ConflictPage } from 'taxiway-autopilot/admin'
import { admin, ask } from '../api/ask.ts'
import { useWaitingDisputes } from '../api/disputes.ts'
import { useMay } from '../api/me.ts'
import type { Badges } from './navigation.tsx'

export function useBadges(undecided: number): Badges {
  const may = useMay()
  const conflicts = useQuery({
    queryKey: ['conflicts', 'open', 'badge'],
    queryFn: ({ signal }) =>
      ask<ConflictPage>(`${admin}/conflicts?state=open&limit=100`, { signal }),
    enabled: may('identity.read'),
    staleTime: 60_000,
  })
  const disputes = useWaitingDisputes()
  return {
    '/conflicts': conflicts.data?.value.length ?? 0,
    '/disputes': disputes,
    '/imports': undecided,
  }
}
