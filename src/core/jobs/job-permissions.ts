/** What a job takes, at its beginning and until it ends. */
import type { Permission } from '../access/permissions.ts'
import type { JobRequest } from './device-job.ts'

type Asked = Pick<JobRequest, 'kind'> & {
  readonly format?: string
  readonly act?: string | undefined
}

/** The first determines the devices that the job reaches. */
export function permissionsOfJob({
  kind,
  format,
  act,
}: Asked): readonly [Permission, ...Permission[]] {
  if (kind === 'update-devices' || kind === 'restore-devices') return ['devices.update']
  if (kind === 'export-devices') return [format === 'intune' ? 'hashes.read' : 'devices.read']
  return act === 'release' ? ['devices.delete', 'devices.release'] : ['devices.delete']
}
