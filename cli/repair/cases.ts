/** Asking the server about cases, and printing them. */
import type {
  RepairCase,
  RepairCaseDetail,
  RepairCases,
  RepairClaim,
  RepairDiagnosis,
  RepairEnd,
  RepairFile,
  RepairNote,
  RepairOpening,
  RepairParking,
  RepairReregistration,
  RepairReturn,
  RepairVendorReport,
} from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'
import { isGuid } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { Column } from '../terminal/column.ts'
import type { Output } from '../terminal/output.ts'

export const repairPath = '/admin/v1/repair-cases'

/** How a command names its case. */
export const caseArgument = ['<case>', 'its id, or the serial number of its device'] as const

export async function casesOf(graph: Graph, query: string): Promise<readonly RepairCase[]> {
  const found: RepairCase[] = []
  for (let next: string | undefined = ''; next !== undefined; ) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`
    const page: RepairCases = await ofTaxiway(graph, () =>
      graph.get<RepairCases>(`${repairPath}?limit=500${query}${cursor}`),
    )
    found.push(...page.value)
    next = page.next
  }
  return found
}

/** The case with that id, or the open one of the device with exactly that serial number. */
export async function caseNamed(graph: Graph, name: string): Promise<RepairCaseDetail> {
  return await ofTaxiway(graph, async () =>
    graph.get<RepairCaseDetail>(`${repairPath}/${await idOf(graph, name)}`),
  )
}

export async function idOf(graph: Graph, name: string): Promise<string> {
  if (isGuid(name)) return name
  const open = await casesOf(graph, '&open=true')
  const [found, ...others] = open.filter(({ serialNumber }) => serialNumber === name)
  if (found === undefined)
    throw new CliError(`The device ${name} has no open repair case.`, {
      hint: 'See all of them: taxiway repair list --all',
    })
  if (others.length === 0) return found.id
  const ids = [found, ...others].map(({ id, model }) => `  ${id}  ${model ?? ''}`)
  throw new CliError(
    `${ids.length} devices with the serial number ${name} are in repair:\n${ids.join('\n')}`,
    { exitCode: exitCodes.ambiguous, hint: 'Name the case by its id.' },
  )
}

/** What the routes of cases take. */
export type RepairBody =
  | RepairOpening
  | RepairDiagnosis
  | RepairNote
  | RepairFile
  | RepairClaim
  | RepairVendorReport
  | RepairParking
  | RepairReturn
  | RepairReregistration
  | RepairEnd

export async function sent<Answer = RepairCase>(
  graph: Graph,
  path: string,
  body: RepairBody,
): Promise<Answer> {
  return await ofTaxiway(graph, () => graph.post<Answer>(path, JSON.stringify(body)))
}

export const caseColumns: readonly Column<RepairCase>[] = [
  { key: 'number', title: 'Number' },
  { key: 'id', title: 'Case' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'model', title: 'Model' },
  { key: 'state', title: 'State' },
  { key: 'respondBy', title: 'Answer by' },
  { key: 'scenario', title: 'Scenario' },
]

/** The case as it is now, and what can be done next. */
export function printCase(output: Output, of: RepairCase): void {
  output.rows([of], caseColumns)
  if (of.acts.length > 0) output.say(`Possible now: ${of.acts.map(commandOf).join(', ')}.`)
}

/** As the command line calls what the server calls its acts. */
function commandOf(act: string): string {
  const names: Readonly<Record<string, string>> = {
    attachments: 'attach',
    notes: 'note',
    'vendor-status': 'vendor',
    'release-device': 'release',
    reregister: 're-register',
  }
  return names[act] ?? act
}
