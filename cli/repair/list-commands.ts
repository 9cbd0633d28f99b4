/** Reading cases. */
import { Command } from 'commander'
import type { RepairCaseDetail } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { caseColumns, caseNamed, casesOf, printCase } from './cases.ts'
import { printComparison } from './comparison.ts'

export function listCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List repair cases, newest first.')
    .option('--all', 'closed and cancelled ones too')
    .option('--state <state>', 'only those in this state, such as inRepair')
    .action(async ({ all, state }: { all?: true; state?: string }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const named = state === undefined ? '' : `&state=${encodeURIComponent(state)}`
      const isOpen = all === true || state !== undefined ? '' : '&open=true'
      const found = await casesOf(graph, `${named}${isOpen}`)
      output.rows(found, caseColumns)
      const late = found.filter(
        ({ isOverdue, respondedDateTime }) => isOverdue && !respondedDateTime,
      )
      const overdue = late.length === 0 ? '' : ` ${late.length} without an answer in time.`
      output.say(`${counted(found.length, 'repair case')}.${overdue}`)
    })
  return withExamples(command, { 'taxiway repair list --json': 'with everything that is known' })
}

export function showCommand(): Command {
  const command = withContextOption(new Command('show'))
    .description('Show a case, its comparison and its history.')
    .argument('<case>', 'its id, or the serial number of its device')
    .action(async (name: string) => {
      const output = outputOf(command)
      const found = await caseNamed(connect(await contextFor(command)), name)
      if (output.format === 'json') output.json(found)
      else print(output, found)
    })
  return withExamples(command, { 'taxiway repair show PF3ABCDE': 'its open case' })
}

function print(output: Output, found: RepairCaseDetail): void {
  printCase(output, found)
  if (found.verdict !== null) printComparison(output, found.verdict)
  output.rows(found.history, [
    { key: 'at', title: 'When' },
    { key: 'by', title: 'Who' },
    { key: 'what', title: 'What' },
    { key: 'text', title: 'Text' },
  ])
}
