/** `taxiway partner customers`, `batches` and `status`. */
import { Command } from 'commander'
import type {
  Page,
  PartnerBatch,
  PartnerSubmission,
  SubmissionDetail,
} from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { customersOf, pathOfCustomer } from './customer.ts'
import { showRows } from './show-rows.ts'

export function customersCommand(): Command {
  const command = withContextOption(new Command('customers'))
    .description('List the customers whose consent is in force.')
    .action(async () => {
      const output = outputOf(command)
      const value = await customersOf(connect(await contextFor(command)))
      output.rows(value, [
        { key: 'id', title: 'Id' },
        { key: 'displayName', title: 'Name' },
        { key: 'domain', title: 'Domain' },
        { key: 'scopes', title: 'You may' },
        { key: 'validUntil', title: 'Until' },
      ])
      output.say(`${counted(value.length, 'customer')}.`)
    })
  return withExamples(command, { 'taxiway partner customers --json': 'as JSON' })
}

export function batchesCommand(): Command {
  const command = withContextOption(new Command('batches'))
    .description('List your batches of devices at a customer.')
    .argument('<customer>', 'its id, domain or name')
    .action(async (customer: string) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const path = `${await pathOfCustomer(graph, customer)}/batches`
      const { value } = await ofTaxiway(graph, () => graph.get<{ value: PartnerBatch[] }>(path))
      output.rows(value, [
        { key: 'id', title: 'Batch' },
        { key: 'devices', title: 'Devices' },
        { key: 'createdAt', title: 'Created' },
        { key: 'isBusy', title: 'Being registered' },
      ])
      output.say(value.length === 1 ? '1 batch.' : `${value.length} batches.`)
    })
  return withExamples(command, {
    'taxiway partner batches aerofleet.test': 'each with its number of devices',
  })
}

export function statusCommand(): Command {
  const command = withContextOption(new Command('status'))
    .description('Show what became of an upload, row by row; without its id, list the uploads.')
    .argument('<customer>', 'its id, domain or name')
    .argument('[job]', 'the id that the upload printed')
    .action(async (customer: string, job: string | undefined) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const path = `${await pathOfCustomer(graph, customer)}/jobs`
      if (job !== undefined) {
        const of = `${path}/${encodeURIComponent(job)}`
        showRows(await ofTaxiway(graph, () => graph.get<SubmissionDetail>(of)), output)
        return
      }
      const value = await ofTaxiway(graph, () => uploadsAt(graph, path))
      output.rows(value, [
        { key: 'id', title: 'Job' },
        { key: 'at', title: 'Sent' },
        { key: 'batch', title: 'Batch' },
        { key: 'rows', title: 'Rows' },
        { key: 'complete', title: 'Registered' },
        { key: 'error', title: 'Refused' },
      ])
      output.say(`${counted(value.length, 'upload')}.`)
    })
  return withExamples(command, {
    'taxiway partner status aerofleet.test': 'your uploads, newest first',
    'taxiway partner status aerofleet.test <job> --json': 'one of them, as JSON',
  })
}

async function uploadsAt(graph: Graph, path: string): Promise<readonly PartnerSubmission[]> {
  const found: PartnerSubmission[] = []
  const query = new URLSearchParams({ limit: '500' })
  for (;;) {
    const page: Page<PartnerSubmission> = await graph.get(`${path}?${query}`)
    found.push(...page.value)
    // Older servers show the newest ones alone.
    if ((page.next ?? null) === null) return found
    query.set('after', page.next ?? '')
  }
}
