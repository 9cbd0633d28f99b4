/** `taxiway remove plan`: which devices are meant, and what would happen to them. */
import { Command } from 'commander'
import { isMicrosoft } from 'taxiway-autopilot'
import { askedDevices } from '../devices/asked-devices.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { planByGraph } from './plan-by-graph.ts'
import { keepPlan, type PlanFile } from './plan-file.ts'
import { type PlanOptions, withPlanOptions } from './plan-options.ts'
import { planOnServer } from './server-plans.ts'
import { exitOf, showPlan } from './show-plan.ts'

export function planCommand(): Command {
  const command = withPlanOptions(withContextOption(new Command('plan')))
    .description(
      'Plan a removal. Exits with code 5 if it is not certain which device is meant, or if a register\n' +
        'could not be asked; nothing is done in any case.',
    )
    .action(async (given: readonly string[], options: PlanOptions) => {
      const output = outputOf(command)
      const context = await contextFor(command)
      const names = (await askedDevices(given, options)).map(({ name }) => name)
      const graph = connect(context)
      if (options.file === undefined && isMicrosoft(context.graph))
        throw new CliError('Microsoft’s service keeps no plans.', {
          hint: 'Keep it in a file: --file <file>',
        })
      const made =
        options.file === undefined
          ? await planOnServer(graph, { names, options })
          : await planByGraph(graph, context, { names, options })
      if (options.file !== undefined) await keepPlan(options.file, made as PlanFile)
      showPlan(output, made)
      if (made.state === 'ready') output.say(`Next: taxiway remove run ${options.file ?? made.id}`)
      process.exitCode = exitOf(made)
    })
  return withExamples(command, {
    'taxiway remove plan PF3ABCDE 5CG1234XYZ --order three-records': 'another order',
    'taxiway remove plan --from gone.csv --release --file plan.json': 'sold devices',
  })
}
