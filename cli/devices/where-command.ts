/** `taxiway devices where`: which tenants have a device. A tenant that cannot be asked counts as unknown, not as without it. */
import { Command } from 'commander'
import { isMicrosoft } from 'taxiway-autopilot'
import { type Graph, RequestError } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { withHint } from '../graph/failures.ts'
import { isGuid } from '../graph/find-device.ts'
import { contextsFor, type NamedContext, withContextOptions } from '../sign-in/many-contexts.ts'
import type { Column } from '../terminal/column.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { type Asked, askedDevices } from './asked-devices.ts'
import { verdictsOf } from './locked-command.ts'
import { registrationsOf } from './registrations.ts'
import { type Registration, registrationOf } from './verify-command.ts'

export type Place = Omit<Registration, 'state' | 'differs'> & {
  readonly context: string
  readonly tenant: string
  readonly state: Registration['state'] | 'reserved' | 'unknown'
  /** Why the tenant could not be asked. */
  readonly reason: string | null
}

const colours = {
  registered: 'green',
  'several registered': 'yellow',
  reserved: 'yellow',
  'not registered': 'dim',
  unknown: 'red',
} as const

const columns: readonly Column<Place>[] = [
  { key: 'device', title: 'Device' },
  { key: 'context', title: 'Context' },
  { key: 'tenant', title: 'Tenant' },
  { key: 'state', title: 'State', style: ({ state }) => colours[state] },
  { key: 'groupTag', title: 'Group tag' },
  { key: 'enrollmentState', title: 'Enrollment' },
  { key: 'profileState', title: 'Profile' },
  { key: 'id', title: 'Id' },
  { key: 'reason', title: 'Reason' },
]

export function whereCommand(): Command {
  const command = withContextOptions(new Command('where'))
    .description(
      'Find out in which of your tenants devices are registered: asks every sign-in of this machine, or those of\n' +
        '--context, and on a Taxiway server also what a partner added at its customers. Exits with code 2 if a device is in none of them, or if a tenant could not be asked.',
    )
    .argument('[devices...]', 'serial numbers or ids')
    .option('--from <file>', 'a CSV with a column of serial numbers or ids; - is standard input')
    .action(async (names: readonly string[], options: { readonly from?: string }) => {
      process.exitCode = await whereIs(await askedDevices(names, options), command)
    })
  return withExamples(command, {
    'taxiway devices where PF3ABCDE': 'in each tenant that this machine is signed in to',
    'taxiway devices where --from returned.csv --context contoso,fabrikam': 'in two of them',
  })
}

async function whereIs(asked: readonly Asked[], command: Command): Promise<number> {
  const output = outputOf(command)
  const contexts = await contextsFor(command, { all: true })
  const answers = await Promise.all(contexts.map((each) => placesIn(each, asked)))
  const rows = asked.flatMap((_, n) => answers.flatMap((places) => places[n] ?? []))
  const tenants = new Set(rows.map(({ context, tenant }) => `${context} ${tenant}`)).size
  output.rows(rows, columns)
  const registered = new Set(rows.filter(({ id }) => id !== null).map(({ device }) => device))
  const found = asked.filter(({ name }) => registered.has(name)).length
  const unknown = answers.filter(([first]) =>
    first?.some(({ state }) => state === 'unknown'),
  ).length
  output.say(
    `${found} of ${counted(asked.length, 'device')} found in ${counted(tenants, 'tenant')}.`,
  )
  if (unknown > 0)
    output.warn(`${counted(unknown, 'tenant')} could not be asked: the devices may be there.`)
  return found === asked.length && unknown === 0 ? exitCodes.ok : exitCodes.findings
}

async function placesIn(
  { name, context }: NamedContext,
  asked: readonly Asked[],
): Promise<readonly (readonly Place[])[]> {
  const place = { context: name, tenant: context.tenant }
  try {
    const names = asked.map((each) => each.name)
    const graph = connect(context)
    const found = await registrationsOf(graph, names)
    const others = Map.groupBy(await otherPlaces(graph, names), ({ device }) => device)
    return asked.map((each) => {
      const here = withoutDiffers(registrationOf(each, found.get(each.name) ?? []))
      const more = others.get(each.name) ?? []
      return [
        { ...here, ...place, reason: null },
        ...more.map((other) => ({ ...nowhere(each), ...place, ...other })),
      ]
    })
  } catch (error) {
    const known = error instanceof RequestError ? withHint(error) : error
    if (!(known instanceof CliError)) throw error
    return asked
      .map(nowhere)
      .map((row) => [{ ...row, ...place, state: 'unknown', reason: known.message }])
  }
}

function nowhere(asked: Asked): Omit<Registration, 'differs'> {
  return withoutDiffers(registrationOf(asked, []))
}

/** Nothing is compared here. */
function withoutDiffers({ differs: _, ...rest }: Registration): Omit<Registration, 'differs'> {
  return rest
}

type OtherPlace = Pick<Place, 'device' | 'id' | 'groupTag' | 'reason'> &
  Partial<Pick<Place, 'tenant'>> & { readonly state: Place['state'] }

/** What only a Taxiway server knows: devices that are reserved, and those that a partner added at its customers. */
async function otherPlaces(graph: Graph, names: readonly string[]): Promise<readonly OtherPlace[]> {
  const serials = names.filter((name) => !isGuid(name))
  if (isMicrosoft(graph.origin) || serials.length === 0) return []
  try {
    const { value, tenants } = await verdictsOf(graph, serials)
    const own = tenants.find(({ seen }) => seen !== 'own-batches')?.tenantId
    return value.flatMap(({ serialNumber: device, places }) =>
      places
        .filter((each) => each.state === 'reserved' || each.tenantId !== own)
        .map(({ id, groupTag, state, tenantId, tenantName }) => ({
          device,
          id,
          groupTag,
          reason: null,
          state: state === 'reserved' ? ('reserved' as const) : ('registered' as const),
          ...(tenantId !== own && { tenant: tenantName }),
        })),
    )
  } catch (error) {
    // Only a Taxiway server has such places; what it does not answer is unknown.
    if (error instanceof CliError) return []
    if (!(error instanceof RequestError)) throw error
    const unknown = { id: null, groupTag: null, state: 'unknown', reason: error.message } as const
    return serials.map((device) => ({ device, ...unknown }))
  }
}
