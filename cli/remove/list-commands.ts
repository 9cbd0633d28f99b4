/** `taxiway remove list` and `show`: the plans that there are. */
import { Command } from 'commander'
import type { RemovalPlanHead } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { isGuid } from '../graph/find-device.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { readPlan } from './plan-file.ts'
import { withSteps } from './plan-steps.ts'
import { listServerPlans, readServerPlan } from './server-plans.ts'
import { showPlan } from './show-plan.ts'

export function listCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List the plans of the server, newest first.')
    .action(async () => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found: RemovalPlanHead[] = []
      for (let cursor: string | undefined; ; ) {
        const { value, next } = await listServerPlans(graph, cursor)
        found.push(...value)
        if (next === undefined) break
        cursor = next
      }
      output.rows(
        found.map(({ counts, ...head }) => ({ ...head, ...counts })),
        [
          { key: 'id', title: 'Plan' },
          { key: 'state', title: 'State' },
          { key: 'order', title: 'Order' },
          { key: 'all', title: 'Devices' },
          { key: 'done', title: 'Removed' },
          { key: 'createdBy', title: 'By' },
          { key: 'undoUntil', title: 'Undo until' },
        ],
      )
      output.say(`${counted(found.length, 'plan')}.`)
    })
  return withExamples(command, { 'taxiway remove list --json': 'for scripts' })
}

export function showCommand(): Command {
  const command = withContextOption(new Command('show'))
    .description('Show a plan, by its id or its file.')
    .argument('<plan>', 'the id of a plan on the server, or a file')
    .action(async (named: string) => {
      const plan = isGuid(named)
        ? await readServerPlan(connect(await contextFor(command)), named)
        : await withSteps(named, await readPlan(named))
      showPlan(outputOf(command), plan)
    })
  return withExamples(command, { 'taxiway remove show plan.json': 'each device and its steps' })
}
