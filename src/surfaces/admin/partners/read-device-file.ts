/** A file of devices as text, by the rules of a channel. */
import { type ChannelKey, channels } from 'taxiway-autopilot'
import type { ChannelFileFinding } from 'taxiway-autopilot/admin'
import {
  DeviceCsvChecker,
  type DeviceRow,
  type Finding,
  piecesOf,
  profileOfChannel,
} from 'taxiway-device-csv'
import { DomainError } from '../../../core/errors.ts'

/** Findings beyond these would not be read by anybody. */
const maxFindings = 1_000

type DeviceFile = {
  readonly rows: readonly DeviceRow[]
  readonly findings: readonly Finding[]
}

/** Throws for a channel that has no file of devices. */
export function readDeviceFile(key: ChannelKey, file: Uint8Array | string): DeviceFile {
  const profile = profileOfChannel(key)
  if (profile === undefined)
    throw new DomainError(
      'request-invalid',
      `${channels[key].title} takes no file of devices; there is nothing to check.`,
    )
  const rows: DeviceRow[] = []
  const findings: Finding[] = []
  const note = (finding: Finding): void => {
    if (findings.length < maxFindings || finding.line === 0) findings.push(finding)
  }
  const onRow = ({ row }: { readonly row: DeviceRow }): void => void rows.push(row)
  const checker = new DeviceCsvChecker(note, { profile, onRow })
  for (const piece of piecesOf(file)) checker.push(piece)
  checker.end()
  return { rows, findings: findings.toSorted((a, b) => a.line - b.line) }
}

/** The rows of a file without errors; throws for any other, so that nothing of it is sent. */
export function rowsToSend(key: ChannelKey, file: string): readonly DeviceRow[] {
  const { rows, findings } = readDeviceFile(key, file)
  const [first, ...others] = findings.filter(({ severity }) => severity === 'error')
  if (first === undefined) return rows
  const where = first.line === 0 ? 'The file' : `Line ${first.line}`
  const more = others.length === 0 ? '' : ` ${others.length} more errors follow.`
  throw new DomainError(
    'request-invalid',
    `Nothing was sent. ${where}: ${first.message} (${first.code}) ${first.fix ?? ''}${more}`.trim(),
  )
}

export function presentFinding(key: ChannelKey, finding: Finding): ChannelFileFinding {
  const limit = finding.code === 'too-many-rows' ? channels[key].maxDevices : null
  return { ...finding, ...(limit !== null && { limit }) }
}
