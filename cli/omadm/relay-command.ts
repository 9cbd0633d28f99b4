/** `taxiway omadm relay`: registers devices by the hashes that another management service has asked them for. */
import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { Command } from 'commander'
import type { RelayAnswer } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import {
  type RelayedDevice,
  readRelayedResults,
} from '../../src/collect/devices/relayed-results.ts'
import { unreadable } from '../context/unreadable.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import type { Column } from '../terminal/column.ts'
import { counted, outputOf } from '../terminal/output.ts'

export type Verdict = {
  readonly deviceId: string
  readonly status: 'accepted' | 'refused' | 'found'
  readonly serialNumber: string | null
  readonly receiptId: string | null
  readonly explanation: string | null
}

const columns: readonly Column<Verdict>[] = [
  { key: 'deviceId', title: 'Device' },
  { key: 'status', title: 'State' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'receiptId', title: 'Receipt' },
  { key: 'explanation', title: 'Explanation' },
]

export function relayCommand(): Command {
  const command = withContextOption(new Command('relay'))
    .description(
      'Register devices by what another management service has asked them for: SyncML, results of Fleet commands,\n' +
        'outputs of Intune remediation scripts (as Graph lists them), or {deviceId, results: [{uri, data}]}.\n' +
        'Needs permission to import devices, and no other.',
    )
    .argument('<files...>', 'XML or JSON files; - is standard input')
    .option('--dry-run', 'show what would be sent')
    .action(async (files: readonly string[], { dryRun = false }: { readonly dryRun?: boolean }) => {
      const found = (await Promise.all(files.map(devicesIn))).flat()
      const output = outputOf(command)
      const verdicts = dryRun
        ? found.map(foundOnly)
        : await relayAll(connect(await contextFor(command)), found)
      output.rows(verdicts, columns)
      const refused = verdicts.filter(({ status }) => status === 'refused').length
      output.say(
        `${counted(found.length, 'device')} ${dryRun ? 'found' : 'relayed'}${refused > 0 ? `, ${refused} refused` : ''}.`,
      )
      if (refused > 0) process.exitCode = exitCodes.findings
    })
  return withExamples(command, {
    'taxiway omadm relay results.json': 'every device in the file',
    'fleetctl get mdm-command-results --id 1234 --json | taxiway omadm relay -':
      'from Fleet, without a file',
    'taxiway omadm relay results.json --dry-run': 'only what would be sent',
  })
}

async function devicesIn(file: string): Promise<readonly RelayedDevice[]> {
  const text = file === '-' ? await textOf(process.stdin) : await contentOf(file)
  const devices = parsed(file, text)
  if (devices.length > 0) return devices
  throw new CliError(`${file} has no answers of devices.`, {
    hint: 'It must have SyncML with <Results>, results of Fleet commands, outputs of Intune scripts, or {deviceId, results}.',
  })
}

async function contentOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: Error) => {
    throw unreadable(file, cause)
  })
}

function parsed(file: string, text: string): readonly RelayedDevice[] {
  try {
    return readRelayedResults(text)
  } catch (cause) {
    throw new CliError(`${file} is neither XML nor JSON: ${(cause as Error).message}`, { cause })
  }
}

function foundOnly({ deviceId, results }: RelayedDevice): Verdict {
  const explanation = results.map(({ uri }) => uri).join(' ')
  return { deviceId, status: 'found', serialNumber: null, receiptId: null, explanation }
}

async function relayAll(
  graph: Graph,
  devices: readonly RelayedDevice[],
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  for (const device of devices) verdicts.push(await relayed(graph, device))
  return verdicts
}

/** One that is refused does not keep the others from being relayed. */
async function relayed(graph: Graph, device: RelayedDevice): Promise<Verdict> {
  const { deviceId } = device
  try {
    const answer = await graph.post<RelayAnswer>('/omadm/results', JSON.stringify(device))
    const { serialNumber, receiptId } = answer
    return { deviceId, status: 'accepted', serialNumber, receiptId, explanation: null }
  } catch (error) {
    if (!(error instanceof GraphError) || ![400, 409].includes(error.status)) throw error
    const { message: explanation } = error
    return { deviceId, status: 'refused', serialNumber: null, receiptId: null, explanation }
  }
}
