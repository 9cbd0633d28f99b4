/** `taxiway devices verify`: whether devices are registered, with which state and profile, and since when. */
import { Command } from 'commander'
import type { BetaDeviceIdentity } from 'taxiway-autopilot'
import { withEncoding } from '../csv/encoding-option.ts'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import type { Column } from '../terminal/column.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { type Asked, type AskedFile, askedDevices, expectable } from './asked-devices.ts'
import { registrationsOf } from './registrations.ts'

export type Registration = {
  readonly device: string
  readonly state: 'registered' | 'not registered' | 'several registered'
  readonly id: string | null
  readonly groupTag: string | null
  readonly userPrincipalName: string | null
  readonly enrollmentState: string | null
  readonly profileState: string | null
  /** ISO 8601; null = no profile was assigned yet. */
  readonly profileAssignedDateTime: string | null
  readonly lastContactedDateTime: string | null
  /** What differs from the file. */
  readonly differs: string | null
}

const columns: readonly Column<Registration>[] = [
  { key: 'device', title: 'Device' },
  {
    key: 'state',
    title: 'State',
    style: ({ state }) => (state === 'registered' ? 'green' : 'red'),
  },
  { key: 'groupTag', title: 'Group tag' },
  { key: 'userPrincipalName', title: 'Assigned user' },
  { key: 'enrollmentState', title: 'Enrollment' },
  { key: 'profileState', title: 'Profile' },
  { key: 'profileAssignedDateTime', title: 'Profile since' },
  { key: 'differs', title: 'Differs' },
  { key: 'id', title: 'Id' },
]

export function verifyDevicesCommand(): Command {
  const command = withEncoding(withContextOption(new Command('verify')))
    .description(
      'Check whether devices are registered, with which state and profile, and since when. With a file, its group tags\n' +
        'and users must match the registration. Exits with code 2 if anything is missing or differs.',
    )
    .argument('[devices...]', 'serial numbers or ids')
    .option('--from <file>', 'a CSV with a column of serial numbers or ids; - is standard input')
    .action(async (names: readonly string[], options: AskedFile) => {
      const asked = await askedDevices(names, options, expectable)
      process.exitCode = await verifyDevices(asked, command)
    })
  return withExamples(command, {
    'taxiway devices verify PF3ABCDE PF3ABCDF': 'before the devices are handed out',
    'taxiway devices verify --from devices.csv': 'every row of the file that was imported',
  })
}

async function verifyDevices(asked: readonly Asked[], command: Command): Promise<number> {
  const output = outputOf(command)
  const graph = connect(await contextFor(command))
  const found = await registrationsOf(
    graph,
    asked.map(({ name }) => name),
  )
  const rows = asked.map((each) => registrationOf(each, found.get(each.name) ?? []))
  output.rows(rows, columns)
  const registered = rows.filter(({ state }) => state === 'registered').length
  const differing = rows.filter(({ differs }) => differs !== null).length
  output.say(
    `${registered} of ${counted(rows.length, 'device')} registered` +
      (differing === 0 ? '.' : `, ${differing} different from the file.`),
  )
  return registered === rows.length && differing === 0 ? exitCodes.ok : exitCodes.findings
}

/** What one tenant says about one device. */
export function registrationOf(
  { name, expected }: Asked,
  devices: readonly BetaDeviceIdentity[],
): Registration {
  const [device, second] = devices
  const state =
    device === undefined ? 'not registered' : second ? 'several registered' : 'registered'
  return {
    device: name,
    state,
    id: device?.id ?? null,
    groupTag: device?.groupTag || null,
    userPrincipalName: device?.userPrincipalName || null,
    enrollmentState: device?.enrollmentState ?? null,
    profileState: device?.deploymentProfileAssignmentStatus ?? null,
    profileAssignedDateTime: since(device?.deploymentProfileAssignedDateTime),
    lastContactedDateTime: since(device?.lastContactedDateTime),
    differs: device === undefined ? null : differenceOf(device, expected),
  }
}

/** Microsoft's service says the year 1 for never. [observed] */
function since(time: string | null | undefined): string | null {
  return time === null || time === undefined || time.startsWith('0001-') ? null : time
}

function differenceOf(device: BetaDeviceIdentity, expected: Asked['expected']): string | null {
  const faults = (['groupTag', 'userPrincipalName'] as const).flatMap((name) => {
    const wanted = expected[name]
    const has = device[name] ?? ''
    if (!wanted || wanted.toLowerCase() === has.toLowerCase()) return []
    return [`${labels[name]} is ${has === '' ? 'empty' : `'${has}'`} and not '${wanted}'`]
  })
  return faults.length === 0 ? null : faults.join('; ')
}

const labels = { groupTag: 'the group tag', userPrincipalName: 'the assigned user' } as const
