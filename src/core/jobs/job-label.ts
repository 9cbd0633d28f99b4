/** What a job is called in lists and in the audit trail: what it does, to how many devices. */
import type { DeviceChange, JobRequest } from './device-job.ts'

export function labelOf(request: JobRequest, count: number): string {
  const devices = count === 1 ? '1 device' : `${count.toLocaleString('en')} devices`
  switch (request.kind) {
    case 'delete-devices':
      return `${request.act === 'release' ? 'Release' : 'Delete'} ${devices}`
    case 'restore-devices':
      return `Restore ${devices}`
    case 'export-devices':
      return `Export ${devices}`
    case 'update-devices':
      return `Change ${devices}: ${describe(request.change)}`
  }
}

function describe({ groupTag, displayName, userPrincipalName }: DeviceChange): string {
  return [
    ...(groupTag ? [`group tag ${wordsOf(groupTag)}`] : []),
    ...(displayName ? [`name '${displayName.template}'`] : []),
    ...(userPrincipalName ? [`user ${wordsOf(userPrincipalName)}`] : []),
  ].join(', ')
}

function wordsOf(
  change: NonNullable<DeviceChange['groupTag'] | DeviceChange['userPrincipalName']>,
) {
  if ('set' in change) return `'${change.set}'`
  if ('prepend' in change) return `with '${change.prepend}' in front`
  return 'append' in change ? `with '${change.append}' at the end` : 'removed'
}
