/** `taxiway profiles`: deployment profiles as files for devices that are not registered. */
import { Command } from 'commander'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { replaceNamed } from '../context/replace-file.ts'
import { refuses } from '../context/unwritable.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { type Profile, profileNamed, profilesPath } from '../graph/profiles.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'

const usualName = 'AutopilotConfigurationFile.json'

export function profilesCommand(): Command {
  const command = new Command('profiles').description('Windows Autopilot deployment profiles.')
  command.addCommand(exportCommand())
  return withExamples(command, {
    'taxiway profiles export-json Sales': 'AutopilotConfigurationFile.json of the profile Sales',
  })
}

function exportCommand(): Command {
  const command = withContextOption(new Command('export-json'))
    .description(
      `Write the ${usualName} of a profile, for devices that are not registered. Copy it to\n` +
        'C:\\Windows\\Provisioning\\Autopilot unchanged: OOBE cannot read Unicode files.',
    )
    .argument('<profile>', 'name or id')
    .option('--save <file>', 'output file; - is standard output', usualName)
    .action(async (name: string, { save }: { save: string }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const profile = await profileNamed(graph, name)
      const text = await fileOf(graph, profile)
      if (save === '-') {
        process.stdout.write(text)
        return
      }
      await replaceNamed(save, Buffer.from(text, 'latin1'), 0o666).catch(refuses(save))
      output.say(`Wrote ${save} for the profile ${profile.displayName}.`)
    })
  return withExamples(command, {
    'taxiway profiles export-json Sales': `writes ${usualName} into this folder`,
    'taxiway profiles export-json Sales --save -': 'to standard output',
  })
}

/** Not parsed and rewritten: the server's line ends and order must be preserved. */
async function fileOf(graph: Graph, { id, displayName }: Profile): Promise<string> {
  try {
    return await ofTaxiway(graph, () =>
      graph.text(`${profilesPath}/${id}/autopilotConfigurationFile`),
    )
  } catch (error) {
    if (!(error instanceof GraphError) || error.status !== 409) throw error
    throw new CliError(`${displayName} cannot become a file. ${error.message}`, {
      exitCode: exitCodes.findings,
    })
  }
}
