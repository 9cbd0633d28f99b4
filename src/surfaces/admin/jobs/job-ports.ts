/** What the routes of jobs need, and the permission that a kind of job takes. */
import type { z } from 'zod'
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import type { StepUp } from '../../../core/access/step-up.ts'
import type { JobRequest } from '../../../core/jobs/device-job.ts'
import { permissionsOfJob } from '../../../core/jobs/job-permissions.ts'
import type { StartDeps } from '../../../core/jobs/start-job.ts'
import type { ProfilePlans } from '../../../core/profiles/assignment-state.ts'
import type { jobRequest } from './job-contract.ts'
import type { ResultDeps } from './job-result.ts'

export type DeviceJobDeps = StartDeps &
  ResultDeps & {
    readonly plans: Pick<ProfilePlans, 'plan'>
    readonly access: Access
    readonly stepUp: StepUp
    readonly now: () => Date
    /** Called when a job is waiting. */
    readonly onJob: () => void
  }

export type Body = z.output<typeof jobRequest>

/** The devices that the job reaches. */
export async function requireKind(
  { access, stepUp }: DeviceJobDeps,
  caller: Caller,
  wanted: Pick<Body, 'format'> & { readonly kind: JobRequest['kind']; readonly act?: Body['act'] },
) {
  const [permission, ...more] = permissionsOfJob(wanted)
  const scope = await access.require(caller, permission)
  for (const each of more) await access.require(caller, each)
  if (permission === 'devices.delete' || permission === 'hashes.read') await stepUp(caller)
  return scope
}
