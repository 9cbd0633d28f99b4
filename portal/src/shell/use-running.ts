/** What runs now, imports apart from the work on devices; what has ended shows in the lists. */
import { useEffect, useRef } from 'react'
import { isUndecided, useRecentImports } from '../api/imports.ts'
import { isRunning, useJobs } from '../api/jobs.ts'
import { useMay } from '../api/me.ts'
import { queryClient } from '../api/query-client.ts'

export type Running = { readonly jobs: number; readonly imports: number }

export function useRunning(): Running {
  const may = useMay()
  const jobs = useJobs(may('devices.read')).data?.value
  const imports = useRecentImports(may('imports.read')).data?.value
  const ended = jobs?.filter((job) => !isRunning(job)).length
  const decided = imports?.reduce((sum, { complete }) => sum + complete, 0)
  useFreshDevices(ended)
  useFreshDevices(decided)
  return {
    jobs: jobs?.filter(isRunning).length ?? 0,
    imports: imports?.filter(isUndecided).length ?? 0,
  }
}

/** Devices are asked for anew whenever more work is done than before. */
function useFreshDevices(done: number | undefined): void {
  const before = useRef<number>(undefined)
  useEffect(() => {
    const isNews = before.current !== undefined && done !== undefined && done !== before.current
    if (done !== undefined) before.current = done
    if (isNews) void queryClient.invalidateQueries({ queryKey: ['devices'] })
  }, [done])
}
