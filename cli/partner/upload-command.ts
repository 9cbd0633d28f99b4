/** `taxiway partner upload`: a file for Partner Center, checked here, registered for a customer, watched to the end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import type { PartnerUploadAccepted, SubmissionDetail } from 'taxiway-autopilot/admin'
import { checkDeviceCsv, type Finding, readText } from 'taxiway-device-csv'
import type { Graph } from 'taxiway-graph-client'
import { type EncodingOption, withEncoding } from '../csv/encoding-option.ts'
import { keep } from '../csv/inputs.ts'
import { oneTable } from '../csv/tables.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { pathOfCustomer } from './customer.ts'
import { showRows } from './show-rows.ts'

type Options = EncodingOption & { readonly batch: string; readonly wait: boolean }

/** Decisions take milliseconds on an idle server; the pause grows to this. ms */
const maxPause = 2_000
/** Looks at the job before it is left to `partner status`. */
const maxLooks = 300

export function uploadCommand(): Command {
  const command = withEncoding(withContextOption(new Command('upload')))
    .description(
      'Register the devices of a CSV file for a customer: by hash, product key id, or manufacturer, model and serial\n' +
        'number. The file is checked first, and sent whole or not at all.',
    )
    .argument('<customer>', 'its id, domain or name')
    .argument('<file>', 'a CSV file or spreadsheet, or - for standard input')
    .requiredOption('--batch <name>', 'a new batch, or one to add to; it is the group tag')
    .option('--no-wait', 'print the job and leave')
    .action(async (customer: string, file: string, { batch, wait, ...named }: Options) => {
      const output = outputOf(command)
      const text = await checkedText(file, named, output)
      if (text === undefined) return
      const graph = connect(await contextFor(command))
      const path = await pathOfCustomer(graph, customer)
      const body = JSON.stringify({ batchId: batch, file: text })
      const { jobId, rows } = await ofTaxiway(graph, () =>
        graph.post<PartnerUploadAccepted>(`${path}/uploads`, body),
      )
      output.say(`${counted(rows, 'row')} sent as job ${jobId}.`)
      const of = `${path}/jobs/${jobId}`
      showRows(await (wait ? ended(graph, of) : graph.get<SubmissionDetail>(of)), output)
    })
  return withExamples(command, {
    'taxiway partner upload aerofleet.test devices.csv --batch "Autumn intake"': 'and wait',
    'taxiway partner upload aerofleet.test devices.csv --batch Autumn --no-wait':
      'look later: taxiway partner status',
  })
}

/** Undefined: the file has errors, which were printed. */
async function checkedText(
  word: string,
  named: EncodingOption,
  output: Output,
): Promise<string | undefined> {
  const input = await keep(await oneTable(word, output, named))
  const parts: Uint8Array[] = []
  for await (const part of input.open()) parts.push(part)
  const bytes = new Uint8Array(Buffer.concat(parts))
  const { findings } = checkDeviceCsv(bytes, {
    profile: 'partner-center',
    fileName: input.path,
    isMade: input.isMade,
    ...(input.encoding && { encoding: input.encoding }),
  })
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return readText(bytes, input.encoding)
  showFindings(errors, output)
  output.warn(`Nothing was sent: ${counted(errors.length, 'error')} in ${input.path}.`)
  process.exitCode = exitCodes.findings
  return undefined
}

function showFindings(errors: readonly Finding[], output: Output): void {
  output.rows(errors, [
    { key: 'line', title: 'Line' },
    { key: 'code', title: 'Code' },
    { key: 'message', title: 'What' },
    { key: 'fix', title: 'Fix' },
  ])
}

async function ended(graph: Graph, path: string): Promise<SubmissionDetail> {
  let pause = 50
  for (let look = 0; look < maxLooks; look++) {
    const job = await graph.get<SubmissionDetail>(path)
    if (job.status !== 'processing') return job
    await sleep(pause)
    pause = Math.min(pause * 1.3, maxPause)
  }
  throw new CliError('Rows are still waiting for a decision.', {
    exitCode: exitCodes.tryLater,
    hint: 'Look again later: taxiway partner status <customer>',
  })
}
