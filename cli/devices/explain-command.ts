/** `taxiway devices explain`: which device a hash matches, and how a registered device became known. */

import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import type { HashMatch } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { type HashInput, openSource } from '../hash/inputs.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { type Output, outputOf } from '../terminal/output.ts'
import { explainDevice, printDevice } from './explain-device.ts'
import { type HashExplanation, printMatch } from './explain-hash.ts'

/** No serial number and no id is as long; a hash has 4,000 characters. */
const maxNameLength = 256

export function explainCommand(): Command {
  const command = withContextOption(new Command('explain'))
    .description(
      'Explain which registered device a hardware hash matches, and why; or, for a registered device, how strong\n' +
        'the claim to it is, which hashes it was accepted with, and which conflicts are open.\n' +
        'Nothing is changed. Only a Taxiway server can explain; Microsoft offers no such information.',
    )
    .argument('<device or hash>', 'a serial number or id, a hash, a file with hashes, or -')
    .action(async (word: string) => explain(word, command))
  return withExamples(command, {
    'taxiway devices explain PF3ABCDE': 'how this device became known',
    'taxiway devices explain devices.csv': 'what an import of these hashes would match',
    'taxiway devices explain - < hash.txt': 'a hash from standard input',
  })
}

async function explain(word: string, command: Command): Promise<void> {
  const output = outputOf(command)
  const graph = connect(await contextFor(command))
  if (await isHashSource(word)) return explainHashes(graph, word, output)
  const explanation = await explainDevice(graph, word)
  if (output.format === 'json') return output.json(explanation)
  printDevice(output, explanation)
}

async function isHashSource(word: string): Promise<boolean> {
  if (word === '-' || word.length >= maxNameLength) return true
  return (await stat(word).catch(() => undefined))?.isFile() === true
}

async function explainHashes(graph: Graph, word: string, output: Output): Promise<void> {
  const source = await openSource(word)
  const all: HashExplanation[] = []
  for await (const input of source.inputs()) {
    const explanation = await explainHash(graph, input)
    if (explanation.fault !== null) process.exitCode = exitCodes.findings
    all.push(explanation)
    if (output.format !== 'json') printMatch(output, explanation)
  }
  if (all.length === 0) {
    output.warn(`${source.source} contains no hash.`)
    process.exitCode = exitCodes.findings
  }
  if (output.format === 'json') output.json(all.length === 1 ? all[0] : all)
}

async function explainHash(
  graph: Graph,
  { source, line, serialNumber, hash }: HashInput,
): Promise<HashExplanation> {
  const place = { source, line, serialNumber }
  const hardwareIdentifier = typeof hash === 'string' ? hash : Buffer.from(hash).toString('base64')
  try {
    const body = JSON.stringify({ hardwareIdentifier })
    const match = await ofTaxiway(graph, () => graph.post<HashMatch>('/admin/v1/match', body))
    return { ...place, fault: null, match }
  } catch (error) {
    if (!(error instanceof GraphError) || error.status !== 400) throw error
    return {
      ...place,
      fault: 'This is not an intact hardware hash; see: taxiway hash check',
      match: null,
    }
  }
}
