/** `taxiway device fleet`: many simulated devices boot at once. */
import { Command, InvalidArgumentError } from 'commander'
import { fleetMachine, pooledKeys, type Service, SimulatedDevice } from 'taxiway-device'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { play } from './play.ts'
import { assignByTag, registerMachines } from './prepare.ts'

type Options = {
  readonly seed: string
  readonly groupTag: string
  readonly atOnce: number
  readonly register: boolean
}

const chunk = 500

export function fleetCommand(): Command {
  const command = withContextOption(new Command('fleet'))
    .description(
      'Boot many simulated devices: register them, assign a profile to their tag, and let all of them prove\n' +
        'their identity, sign in and enroll. The same seed gives the same fleet.',
    )
    .argument('<devices>', `how many, at most ${pooledKeys}`, wholeNumber(pooledKeys))
    .option('--seed <text>', 'which fleet', 'fleet')
    .option('--group-tag <tag>', 'the group tag to register them with', 'Fleet')
    .option('--at-once <count>', 'how many boot at the same time', wholeNumber(1_000), 20)
    .option(
      '--no-register',
      'skip registration: they are already registered, or are meant to be unknown',
    )
    .action(async (count: number, options: Options) => fleet(count, options, command))
  return withExamples(command, {
    'taxiway device fleet 100': 'a hundred devices',
    'taxiway device fleet 50 --no-register --seed strangers': 'devices that nobody registered',
  })
}

async function fleet(count: number, options: Options, command: Command): Promise<void> {
  const { seed, groupTag, atOnce, register } = options
  const output = outputOf(command)
  const context = await contextFor(command)
  const graph = connect(context)
  const machines = Array.from({ length: count }, (_, n) => fleetMachine({ seed }, n))
  if (register) {
    for (let n = 0; n < count; n += chunk)
      await registerMachines(graph, machines.slice(n, n + chunk), groupTag)
    await assignByTag(graph, { groupTag, profile: { displayName: groupTag, ...plainProfile } })
    output.say(`${counted(count, 'device')} registered with the tag ${groupTag}.`)
  }
  const service: Service = { origin: context.graph, ask: (request) => fetch(request) }
  const started = performance.now()
  const ends = new Map<string, number>()
  const waiting = [...machines]
  const worker = async () => {
    for (let machine = waiting.pop(); machine !== undefined; machine = waiting.pop()) {
      const device = new SimulatedDevice({ service, ...machine })
      await play(device, ['boot', 'signIn'])
      const end = endOf(device)
      ends.set(end, (ends.get(end) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const seconds = (performance.now() - started) / 1000
  output.rows(
    [...ends].map(([end, devices]) => ({ end, devices })),
    [
      { key: 'end', title: 'Came to' },
      { key: 'devices', title: 'Devices' },
    ],
  )
  output.say(`${counted(count, 'device')} in ${seconds.toFixed(1)} s.`)
  if (ends.size !== 1 || !ends.has('desktop')) process.exitCode = exitCodes.findings
}

const plainProfile = { deviceNameTemplate: '', selfDeploying: false }

/** The state, and for devices without a profile the number that Windows logged. */
function endOf({ state, failure, events }: SimulatedDevice): string {
  if (failure !== null) return `${state} ${failure}`
  const refused = events.findLast(({ id }) => id >= 800 || id === 171 || id === 314)
  return refused === undefined || state === 'desktop' ? state : `${state} (event ${refused.id})`
}

function wholeNumber(max: number) {
  return (value: string): number => {
    const number = Number(value)
    if (/^[1-9]\d*$/.test(value) && number <= max) return number
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`)
  }
}
