/** How many jobs run now. */
import { isRunning, useJobs } from '../api/jobs.ts'
import { useMay } from '../api/me.ts'

export function useRunning(): number {
  const may = useMay()
  const { data } = useJobs(may('jobs.read'))
  return data?.value.filter(isRunning).length ?? 0
}
