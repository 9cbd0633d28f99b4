/** Jobs as far back as somebody reads: a change can be undone for 30 days, however many there were since. */
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Job, Page } from 'taxiway-autopilot/admin'
import { ask } from './ask.ts'
import { jobsKey, newestJobs, untilNextLook } from './jobs.ts'
import { queryClient } from './query-client.ts'

export function useAllJobs(enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...jobsKey, 'all'],
    queryFn: ({ pageParam, signal }) => ask<Page<Job>>(pageParam, { signal }),
    initialPageParam: newestJobs,
    getNextPageParam: ({ next }) => (next === null ? undefined : `${newestJobs}&after=${next}`),
    enabled,
    // What the bell knows already, until the answer is here.
    placeholderData: () => {
      const newest = queryClient.getQueryData<Page<Job>>(jobsKey)
      return newest && { pages: [newest], pageParams: [newestJobs] }
    },
    refetchInterval: ({ state }) => untilNextLook(state.data?.pages.flatMap(({ value }) => value)),
  })
}
