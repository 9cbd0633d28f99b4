/** `taxiway context`: lists the sign-ins of this machine and chooses one. Secrets are never shown. */
import { Command } from 'commander'
import { chooseContext, readContexts } from '../context/context-file.ts'
import { withExamples } from '../examples.ts'
import type { Column } from '../terminal/column.ts'
import { outputOf } from '../terminal/output.ts'
import { unknownContext } from './current-context.ts'

export type ContextRow = {
  readonly current: boolean
  readonly name: string
  readonly tenant: string
  readonly graph: string
  readonly clientId: string
  /** The person who signed in; null when an application did. */
  readonly account: string | null
}

const columns: readonly Column<ContextRow & { readonly mark: string }>[] = [
  { key: 'mark', title: '' },
  { key: 'name', title: 'Name' },
  { key: 'tenant', title: 'Tenant' },
  { key: 'graph', title: 'Graph' },
  { key: 'clientId', title: 'Application' },
  { key: 'account', title: 'Person' },
]

const plainColumns: readonly Column<ContextRow>[] = [
  { key: 'current', title: 'Current' },
  { key: 'name', title: 'Name' },
  { key: 'tenant', title: 'Tenant' },
  { key: 'graph', title: 'Graph' },
  { key: 'clientId', title: 'Application' },
  { key: 'account', title: 'Person' },
]

export function contextCommand(): Command {
  const command = new Command('context').description(
    'List the sign-ins of this machine and choose one.',
  )
  const list = command
    .command('list')
    .description('List the sign-ins; * marks the current one.')
    .action(async () => listContexts(list))
  const use = command
    .command('use <name>')
    .description('Make a sign-in the current one.')
    .action(async (name: string) => useContext(name, use))
  withExamples(list, { 'taxiway context list --json': 'the sign-ins as JSON' })
  withExamples(use, { 'taxiway context use contoso.test': 'use contoso.test from now on' })
  return withExamples(command, {
    'taxiway context list': 'the sign-ins of this machine',
    'taxiway context use contoso.test': 'use contoso.test from now on',
  })
}

async function listContexts(command: Command): Promise<void> {
  const output = outputOf(command)
  const { current, contexts } = await readContexts()
  const rows = Object.entries(contexts).map(([name, { tenant, graph, clientId, account }]) => ({
    current: name === current,
    name,
    tenant,
    graph,
    clientId,
    account: account ?? null,
  }))
  if (rows.length === 0) output.say('There are no sign-ins yet. See: taxiway login --help')
  if (output.format !== 'table') return output.rows(rows, plainColumns)
  output.rows(
    rows.map((row) => ({ ...row, mark: row.current ? '*' : '' })),
    columns,
  )
}

async function useContext(name: string, command: Command): Promise<void> {
  const { contexts } = await readContexts()
  if (contexts[name] === undefined) unknownContext(name, Object.keys(contexts))
  await chooseContext(name)
  outputOf(command).say(`The current sign-in is now ${name}.`)
}
