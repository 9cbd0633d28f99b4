/** `taxiway serve`: the server, as `npm start` runs it once everything is installed. */
import { Command } from 'commander'
import { withExamples } from '../../cli/examples.ts'

export function serveCommand(): Command {
  const command = new Command('serve')
    .description(
      'Run the Taxiway server in the foreground; Ctrl+C stops it. It is configured by environment variables\n' +
        '(docs/server.md); the data folder is ./data unless TAXIWAY_DATA_DIR says otherwise.',
    )
    .action(async () => {
      // The module runs the server and ends with it.
      await import('../main.ts')
    })
  return withExamples(command, {
    'taxiway serve': 'on https://localhost:8443',
    'TAXIWAY_PORT=0 taxiway serve': 'on a free port, printed in the ready line',
  })
}
