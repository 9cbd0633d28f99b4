/** `taxiway devices locked`: whether devices are locked to a tenant of yours, and what they have proved of themselves. */
import { Command } from 'commander'
import type {
  ClaimToken,
  OwnershipRequest,
  OwnVerdicts,
  ProvenVerdict,
} from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { everyPage } from '../graph/every-page.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import type { Column } from '../terminal/column.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { askedDevices } from './asked-devices.ts'

const path = '/admin/v1/ownership-checks'
const partnerPath = '/admin/v1/partner/ownership-checks'
/** As many as the server takes at once. */
const slice = 1_000

type Options = { readonly from?: string; readonly token?: true; readonly proven?: true }

export function lockedCommand(): Command {
  const command = withContextOption(new Command('locked'))
    .description(
      'Find out whether devices are locked: to your tenant or, for a partner, to customers whose devices it added. A device\n' +
        'that none of these has may belong to someone else: only the device itself can ask, by its TPM (--token). Exits\n' +
        'with code 2 unless every device was released.',
    )
    .argument('[serials...]', 'serial numbers, exactly as they are stored')
    .option('--from <file>', 'a CSV with a column of serial numbers; - is standard input')
    .option(
      '--token',
      'print a token with which devices that prove their TPM learn whether they are free',
    )
    .option('--proven', 'list what devices have proved with such a token')
    .action(async (names: readonly string[], options: Options) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const areOptions = [options.token, options.proven].filter((each) => each === true).length
      if (areOptions > 1) throw new CliError('Give --token or --proven, not both.')
      if (options.token === true) return await printToken(graph, output)
      if (options.proven === true) return await printProven(graph, output)
      const asked = await askedDevices(names, options)
      process.exitCode = await printVerdicts(
        output,
        await verdictsOf(
          graph,
          asked.map(({ name }) => name),
        ),
      )
    })
  return withExamples(command, {
    'taxiway devices locked PF3ABCDE': 'in the tenants that you administer',
    'taxiway devices locked --from bought.csv': 'a batch',
    'taxiway devices locked --token': 'for devices that prove themselves (docs/removal.md)',
  })
}

export type Row = {
  readonly serialNumber: string
  readonly verdict: string
  readonly tenant: string
  readonly state: string
  readonly sinceDateTime: string | null
  readonly untilDateTime: string | null
}

const colours: Readonly<Record<string, 'red' | 'green' | 'yellow'>> = {
  locked: 'red',
  released: 'green',
  unknown: 'yellow',
}

const columns: readonly Column<Row>[] = [
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'verdict', title: 'Verdict', style: ({ verdict }) => colours[verdict] ?? 'yellow' },
  { key: 'tenant', title: 'Tenant' },
  { key: 'state', title: 'State' },
  { key: 'sinceDateTime', title: 'Since' },
  { key: 'untilDateTime', title: 'Until' },
]

export async function verdictsOf(
  graph: Graph,
  serialNumbers: readonly string[],
): Promise<OwnVerdicts> {
  const value: OwnVerdicts['value'][number][] = []
  let tenants: OwnVerdicts['tenants'] = []
  for (let at = 0; at < serialNumbers.length; at += slice) {
    const body: OwnershipRequest = { serialNumbers: serialNumbers.slice(at, at + slice) }
    const answer = await ofTaxiway(graph, () => askedFor(graph, body))
    value.push(...answer.value)
    tenants = answer.tenants
  }
  return { value, tenants }
}

/** A partner's people may know of their customers alone. */
async function askedFor(graph: Graph, body: OwnershipRequest): Promise<OwnVerdicts> {
  try {
    return await graph.ask<OwnVerdicts>(path, body)
  } catch (error) {
    if (!(error instanceof GraphError) || error.status !== 403) throw error
    return await graph.ask<OwnVerdicts>(partnerPath, body).catch(() => {
      throw error
    })
  }
}

function printVerdicts(output: Output, { value, tenants }: OwnVerdicts): number {
  const rows = value.flatMap(({ serialNumber, verdict, places }): Row[] =>
    places.length === 0
      ? [{ serialNumber, verdict, tenant: '', state: '', sinceDateTime: null, untilDateTime: null }]
      : places.map(({ tenantName, state, sinceDateTime, untilDateTime }) => ({
          serialNumber,
          verdict,
          state,
          sinceDateTime,
          untilDateTime,
          tenant: tenantName,
        })),
  )
  output.rows(rows, columns)
  const of = (verdict: string) => value.filter((each) => each.verdict === verdict).length
  output.say(
    `${of('locked')} of ${counted(value.length, 'device')} locked, ${of('released')} released, in ${counted(tenants.length, 'tenant')}.`,
  )
  if (of('unknown') > 0)
    output.warn(
      `${counted(of('unknown'), 'device')} unknown here, which is not free: --token lets the device itself ask.`,
    )
  return of('released') === value.length ? exitCodes.ok : exitCodes.findings
}

async function printToken(graph: Graph, output: Output): Promise<void> {
  const made = await ofTaxiway(graph, () => graph.post<ClaimToken>(`${path}/tokens`, '{}'))
  output.rows(
    [made],
    [
      { key: 'token', title: 'Token' },
      { key: 'expiresDateTime', title: 'Good until' },
    ],
  )
  output.say('Devices prove themselves with it at /ztd/v1/claim; it claims nothing.')
}

async function printProven(graph: Graph, output: Output): Promise<void> {
  const value = await everyPage<ProvenVerdict>(graph, path)
  output.rows(value, [
    { key: 'serialNumber', title: 'Serial number' },
    { key: 'verdict', title: 'Verdict' },
    { key: 'model', title: 'Model' },
    { key: 'checkedDateTime', title: 'Proved' },
    { key: 'keyDigest', title: 'TPM key' },
  ])
  output.say(`${counted(value.length, 'device')} proved.`)
}
