/**
 * `taxiway evidence`: what Microsoft asks for before it deregisters a device that another organization holds. [documented:
 * Microsoft, "Motherboard replacement scenario guidance" and the support article on deregistration: a ticket titled
 * "Autopilot Deregistration Request" with the CSV, proof of ownership and the diagnostics cabinet]
 */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import type { Given } from './pack.ts'
import { filesFor } from './pack-files.ts'
import { askServer, nothingAsked } from './server-facts.ts'
import { writePack } from './write-pack.ts'

type Options = Omit<Given, 'serialNumber'> & {
  readonly to?: string
  readonly offline?: true
  readonly force?: true
}

export function evidenceCommand(): Command {
  const gather = (file: string, before: readonly string[]) => [...before, file]
  const command = withContextOption(new Command('evidence'))
    .description(
      'Pack what a ticket for the deregistration of a device needs: its CSV, a place for the proof of ownership, the\n' +
        'diagnostics cabinet, the decoded hash, the error and the times. Exits with 2 while something is missing.',
    )
    .argument('<serial>', 'the serial number, exactly')
    .option('--to <path>', 'a folder, or a file that ends in .zip; absent: evidence-<serial>')
    .option('--hash <file>', 'where its hardware hash is: a hash, a device CSV or a report')
    .option('--cabinet <file>', 'the diagnostics cabinet, in which the hash is looked for too')
    .option(
      '--proof <file>',
      'a proof of ownership, such as the invoice; again for more',
      gather,
      [],
    )
    .option('--code <code>', 'the error that was shown, such as 808')
    .option('--offline', 'ask no server: only what is in the files')
    .option('--force', 'write over an earlier pack')
    .action(async (serialNumber: string, { to, offline, force, ...given }: Options) => {
      const output = outputOf(command)
      const facts =
        offline === true
          ? nothingAsked
          : await askServer(connect(await contextFor(command)), serialNumber)
      const { files, missing } = await filesFor({ ...given, serialNumber }, facts)
      const path = to ?? `evidence-${serialNumber.replace(/[^\w.-]/g, '_')}`
      await writePack(path, files, force === true)
      output.rows(
        files.map(({ name, content, says }) => ({ name, bytes: content.length, says })),
        [
          { key: 'name', title: 'File' },
          { key: 'bytes', title: 'Bytes' },
          { key: 'says', title: 'What it is' },
        ],
      )
      for (const each of missing) output.warn(`Missing: ${each}`)
      output.say(`${path}: ${missing.length === 0 ? 'complete' : 'not complete yet'}.`)
      if (missing.length > 0) process.exitCode = exitCodes.findings
    })
  return withExamples(command, {
    'taxiway evidence PF3ABCDE --hash hashes.csv --cabinet MDMDiagReport.cab --proof invoice.pdf --code 808 --to ticket.zip':
      'everything in one file',
    'taxiway evidence PF3ABCDE --offline --hash hashes.csv': 'without a server',
  })
}
