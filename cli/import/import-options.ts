/** The options of `taxiway import`, and what they come to. */
import type { EncodingOption } from '../csv/encoding-option.ts'
import { faultsOf } from '../devices/change/change-request.ts'
import { CliError, exitCodes } from '../exit.ts'
import type { Stage } from './await-devices.ts'
import type { Overrides } from './receipt/new-receipt.ts'
import type { Run } from './run-import.ts'

export type ImportOptions = EncodingOption & {
  readonly resume?: string
  readonly receipt?: string
  readonly wait: boolean
  readonly groupTag?: string
  readonly assignedUser?: string
  readonly dryRun?: boolean
  readonly timeout: number
  readonly cleanUp?: boolean
  readonly upsert?: boolean
  readonly watch: Stage
  readonly accept?: readonly string[]
  readonly save?: string
  readonly force?: boolean
  readonly yes?: boolean
}

/** These are part of the receipt, and rows of one import are not to differ by when they were sent. */
export function refuseWithResume({
  groupTag,
  assignedUser,
  receipt,
  encoding,
}: ImportOptions): void {
  const given = Object.entries({
    '--group-tag': groupTag,
    '--assigned-user': assignedUser,
    '--receipt': receipt,
    '--encoding': encoding,
  }).filter(([, value]) => value !== undefined)
  if (given.length === 0) return
  throw new CliError(
    `${given.map(([name]) => name).join(' and ')} cannot be given with --resume.`,
    { hint: 'The receipt records the options that the import started with.' },
  )
}

type Following = Pick<Run, 'wait' | 'upsert' | 'stage' | 'cleanUp' | 'until'>

export function runOf({ wait, upsert, watch, cleanUp, timeout }: ImportOptions): Following {
  if (!wait && (upsert === true || watch !== 'registered'))
    throw new CliError('--no-wait cannot be given with --upsert or --watch.', {
      hint: 'Without verdicts nobody knows which devices were registered already.',
    })
  return {
    wait,
    upsert: upsert === true,
    stage: watch,
    cleanUp: cleanUp === true,
    until: performance.now() + timeout * 1000,
  }
}

export function overridesOf({ groupTag, assignedUser }: ImportOptions): Overrides {
  const overrides = {
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(assignedUser === undefined ? {} : { assignedUser }),
  }
  const faults = faultsOf({
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(assignedUser === undefined ? {} : { userPrincipalName: assignedUser }),
  })
  if (faults.length === 0) return overrides
  throw new CliError(`Nothing was sent: ${faults.join('; ')}.`, { exitCode: exitCodes.findings })
}

export function replacedBy({
  groupTag,
  assignedUser,
}: Overrides): ReadonlySet<'groupTag' | 'assignedUser'> {
  const replaced = new Set<'groupTag' | 'assignedUser'>()
  if (groupTag !== undefined) replaced.add('groupTag')
  if (assignedUser !== undefined) replaced.add('assignedUser')
  return replaced
}
