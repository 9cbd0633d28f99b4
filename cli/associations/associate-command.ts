/** `taxiway associate`: DeviceLinks of any number of devices, to a Taxiway server or a Microsoft tenant. */
import { Command, Option } from 'commander'
import { isMicrosoft } from 'taxiway-autopilot'
import type { LinkImportAnswer, LinkImportRequest } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import type { CollectedLink } from '../../src/collect/collect.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { findLinks } from './links.ts'

type Options = { readonly policy?: string; readonly dryRun?: true }

export type Result = {
  readonly source: string
  readonly line: number
  readonly serialNumber: string
  readonly outcome: LinkImportAnswer['rows'][number]['outcome']
  readonly id: string | null
  readonly sentence: string
}

/** Links in one request to a Taxiway server. */
const atOnce = 100

export function associateCommand(): Command {
  const command = withContextOption(new Command('associate'))
    .description(
      'Associate devices by the DeviceLinks that they exported: in files, folders and archives (ZIP, CAB, gzip, saved\n' +
        'mails), any number at once. A link that says nothing new changes nothing.',
    )
    .argument('<files...>', 'files, folders, patterns, or - for standard input')
    .option('--policy <id>', 'the device preparation policy that the devices get')
    .option('--dry-run', 'say what was found, and send nothing')
    .addOption(new Option('--what-if', 'the same as --dry-run').implies({ dryRun: true }))
    .action(async (words: string[], options: Options) => await associate(command, words, options))
  return withExamples(command, {
    'taxiway associate links/': 'every link in a folder',
    'taxiway associate MDMDiagReport.cab --policy 4f1c…': 'of a diagnostics archive, with a policy',
  })
}

const columns = [
  { key: 'source', title: 'File' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'outcome', title: 'Outcome' },
  { key: 'sentence', title: 'Meaning' },
] as const

async function associate(command: Command, words: string[], options: Options): Promise<void> {
  const output = outputOf(command)
  const { links, unread } = await findLinks(words, output)
  if (links.length === 0)
    throw new CliError('There is no DeviceLink in these files.', {
      exitCode: exitCodes.findings,
      hint: 'A device exports one in the menu of its setup, or within its diagnostics.',
    })
  if (options.dryRun === true) {
    output.rows(links, [columns[0], columns[1]])
    output.say(`${counted(links.length, 'DeviceLink')} found; nothing was sent.`)
    return
  }
  const graph = connect(await contextFor(command))
  const policyId = options.policy ?? null
  const results = isMicrosoft(graph.origin)
    ? await toMicrosoft(graph, links, policyId)
    : await toTaxiway(graph, links, policyId)
  output.rows(results, columns)
  const count = (...of: Result['outcome'][]) =>
    results.filter(({ outcome }) => of.includes(outcome)).length
  const refused = count('outdated', 'taken', 'unreadable')
  output.say(
    `${count('preassociated')} pre-associated, ${count('updated')} updated, ${count('unchanged')} known before, ${refused} refused.`,
  )
  if (refused > 0 || unread > 0) process.exitCode = exitCodes.findings
}

async function toTaxiway(
  graph: Graph,
  links: readonly CollectedLink[],
  policyId: string | null,
): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0; from < links.length; from += atOnce) {
    const some = links.slice(from, from + atOnce)
    const request: LinkImportRequest = {
      links: some.map(({ deviceLink }) => ({ deviceLink, policyId })),
    }
    const path = '/admin/v1/associations/import'
    const { rows } = await ofTaxiway(graph, () =>
      graph.post<LinkImportAnswer>(path, JSON.stringify(request)),
    )
    for (const [at, row] of rows.entries()) {
      const { source = '', line = 0, serialNumber: named = '' } = some[at] ?? {}
      results.push({ source, line, ...row, serialNumber: row.serialNumber || named })
    }
  }
  return results
}

const microsoftPath = '/beta/deviceManagement/tenantAssociatedDevices/importTenantAssociatedDevice'

/** One at a time, since Microsoft's service takes one; 409 says that it has it. [observed: public scripts] */
async function toMicrosoft(
  graph: Graph,
  links: readonly CollectedLink[],
  policyId: string | null,
): Promise<Result[]> {
  const results: Result[] = []
  for (const { source, line, serialNumber, deviceLink } of links) {
    const body = { deviceLink, ...(policyId !== null && { devicePreparationPolicyId: policyId }) }
    const said = await sentOne(graph, JSON.stringify(body))
    results.push({ source, line, serialNumber, ...said })
  }
  return results
}

async function sentOne(
  graph: Graph,
  body: string,
): Promise<Pick<Result, 'outcome' | 'id' | 'sentence'>> {
  try {
    const made = await graph.post<{ id?: string }>(microsoftPath, body)
    const sentence = 'Microsoft’s service has taken the link.'
    return { outcome: 'preassociated', id: made.id ?? null, sentence }
  } catch (error) {
    if (!(error instanceof GraphError) || ![400, 409].includes(error.status)) throw error
    const outcome = error.status === 409 ? 'unchanged' : 'unreadable'
    return { outcome, id: null, sentence: error.message }
  }
}
