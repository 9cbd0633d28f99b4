/** `taxiway repair scenarios`: what a repair means for a registration, offline. */
import { Command } from 'commander'
import {
  isRepairScenario,
  type RepairScenario,
  repairScenarios,
  repairSteps,
} from 'taxiway-autopilot'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { type Output, outputOf } from '../terminal/output.ts'

export function scenariosCommand(): Command {
  const command = new Command('scenarios')
    .description('List the documented scenarios of repairs, or the steps of one. Needs no server.')
    .argument('[key]', 'such as keep-nic-wlan')
    .action((key: string | undefined) => {
      const output = outputOf(command)
      if (key === undefined) list(output)
      else if (isRepairScenario(key)) show(output, key, repairScenarios[key])
      else
        throw new CliError(`${key} is not a scenario.`, {
          hint: 'See all: taxiway repair scenarios',
        })
    })
  return withExamples(command, {
    'taxiway repair scenarios donor-registered': 'its steps in order',
  })
}

function list(output: Output): void {
  output.rows(
    Object.entries(repairScenarios).map(([key, scenario]) => ({ key, ...scenario })),
    [
      { key: 'key', title: 'Key' },
      { key: 'title', title: 'What happens' },
      { key: 'supported', title: 'Supported' },
      { key: 'verdict', title: 'Expected verdict' },
      ...(output.format === 'table'
        ? []
        : ([
            { key: 'grade', title: 'Grade' },
            { key: 'source', title: 'Source' },
          ] as const)),
    ],
  )
}

function show(output: Output, key: string, scenario: RepairScenario): void {
  if (output.format === 'json') output.json({ key, ...scenario })
  else {
    output.line(`${scenario.title}. Supported: ${scenario.supported}.`)
    printSteps(output, scenario)
    output.line(`Source (${scenario.grade}): ${scenario.source}`)
  }
}

export function printSteps(output: Output, { steps, note }: RepairScenario): void {
  for (const [n, step] of steps.entries()) output.line(`${n + 1}. ${repairSteps[step]}`)
  if (note !== undefined) output.line(note)
}
