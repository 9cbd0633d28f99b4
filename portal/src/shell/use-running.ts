/** What runs now, imports apart from the work on devices. */
import { isUndecided, useRecentImports } from '../api/imports.ts'
import { isRunning, useJobs } from '../api/jobs.ts'
import { useMay } from '../api/me.ts'

export type Running = { readonly jobs: number; readonly imports: number }

export function useRunning(): Running {
  const may = useMay()
  const jobs = useJobs(may('jobs.read'))
  const imports = useRecentImports(may('imports.read'))
  return {
    jobs: jobs.data?.value.filter(isRunning).length ?? 0,
    imports: imports.data?.value.filter(isUndecided).length ?? 0,
  }
}
