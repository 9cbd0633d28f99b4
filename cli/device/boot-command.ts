/** `taxiway device boot`: one simulated device from its registration to its desktop. */
import { Command } from 'commander'
import {
  diagnosticsZip,
  fleetMachine,
  type Service,
  SimulatedDevice,
  socketProver,
} from 'taxiway-device'
import { decodeHardwareHash, describeHardwareHash, encodeHardwareHash } from 'taxiway-hardware-hash'
import { replaceNamed } from '../context/replace-file.ts'
import { refuses } from '../context/unwritable.ts'
import { readTimeline, showTimeline } from '../devices/timeline.ts'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { type Output, outputOf } from '../terminal/output.ts'
import { type Played, play } from './play.ts'
import { assignByTag, ensureStatusPage, registerMachines } from './prepare.ts'
import { readScenario } from './scenario.ts'

type Options = { readonly tpm?: string; readonly diagnostics?: string; readonly register: boolean }

export function bootCommand(): Command {
  const command = withContextOption(new Command('boot'))
    .description(
      'Boot a simulated Windows device: register it, assign a profile to its group tag, switch it on, let it prove\n' +
        'its identity with its TPM and enroll, and show what the service recorded. The file describes the machine and steps.',
    )
    .argument('<scenario>', 'a JSON file such as examples/first-boot.json')
    .option('--tpm <socket>', 'a software TPM (swtpm) to prove with: a path, or host:port')
    .option(
      '--no-register',
      'skip registration: the device is already registered, or is meant to be unknown',
    )
    .option(
      '--diagnostics <file>',
      'write the ZIP that the diagnostics page of Windows would export',
    )
    .action(async (path: string, options: Options) => boot(path, options, command))
  return withExamples(command, {
    'taxiway device boot examples/first-boot.json':
      'from nothing to the desktop, with the timeline',
    'taxiway device boot examples/first-boot.json --tpm /run/swtpm/data':
      'the same, with a software TPM',
    'taxiway device boot examples/first-boot.json --diagnostics boot.zip && taxiway collect boot.zip':
      'what its diagnostics show',
  })
}

async function boot(path: string, options: Options, command: Command): Promise<void> {
  const output = outputOf(command)
  const scenario = await readScenario(path)
  const context = await contextFor(command)
  const graph = connect(context)
  const machine = await machineOf(scenario.seed, options.tpm)
  try {
    let id: string | undefined
    if (options.register) {
      ;[id] = await registerMachines(graph, [machine], scenario.groupTag)
      await assignByTag(graph, scenario)
      await ensureStatusPage(graph, scenario)
      output.say(
        `${machine.serialNumber} is registered as ${id} with the tag ${scenario.groupTag}.`,
      )
    }
    const service: Service = { origin: context.graph, ask: (request) => fetch(request) }
    const device = new SimulatedDevice({ service, ...machine })
    const steps = await play(device, scenario.steps)
    const to = options.diagnostics
    if (to) await replaceNamed(to, diagnosticsZip(device), 0o666).catch(refuses(to))
    const timeline = id === undefined ? null : await readTimeline(graph, id)
    show(output, { serialNumber: machine.serialNumber, id: id ?? null, steps, timeline })
    if (device.state !== 'desktop') process.exitCode = exitCodes.findings
  } finally {
    await machine.prover?.close()
  }
}

/** From the seed; with a software TPM instead of the one in memory. */
async function machineOf(seed: string, socket: string | undefined) {
  const machine = fleetMachine({ seed }, 0)
  if (socket === undefined) return machine
  const prover = await socketProver(socket)
  const decoded = decodeHardwareHash(machine.hardwareHash)
  if (!decoded.ok || prover.ekModulus === null) throw new TypeError('the machine has no TPM')
  const { createHash } = await import('node:crypto')
  const id = createHash('sha256').update(Buffer.from(prover.ekModulus, 'hex')).digest('hex')
  const { text } = encodeHardwareHash({
    ...describeHardwareHash(decoded),
    ekPublicModulus: prover.ekModulus,
    offlineDeviceId: { status: 0, idType: 'TPM_EK', flag: 0, id },
  })
  return { ...machine, hardwareHash: text, prover }
}

export type Shown = {
  readonly serialNumber: string
  readonly id: string | null
  readonly steps: readonly Played[]
  readonly timeline: Awaited<ReturnType<typeof readTimeline>> | null
}

function show(output: Output, shown: Shown): void {
  if (output.format === 'json') {
    output.json(shown)
    return
  }
  output.rows(
    shown.steps.map((played) => ({ ...played, events: played.events.join(' ') })),
    [
      { key: 'step', title: 'Step' },
      { key: 'state', title: 'State' },
      { key: 'events', title: 'Windows logged' },
      { key: 'failure', title: 'Failure' },
    ],
  )
  if (shown.timeline === null) return
  output.line('')
  showTimeline(output, shown.timeline)
}
