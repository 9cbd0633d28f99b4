/** `taxiway verify`: whether what is kept is what was written. */
import { Command } from 'commander'
import { withExamples } from '../../cli/examples.ts'
import { verifyStoreCommand } from '../store/verify-store-command.ts'
import { type AuditOptions, verifyAudit } from './verify-audit.ts'

export function verifyCommand(): Command {
  const command = new Command('verify').description('Check that what is kept is what was written.')
  const audit = new Command('audit')
    .description(
      'Check the audit trail: of the database, or of exported files. Names the first entry that is not as ' +
        'it was written, and ends with exit code 2 then.',
    )
    .argument('[files...]', 'exported trails (default: the trail in the database)')
    .option('--tenant <id>', 'one tenant only')
    .option('--database <url>', 'the database (default: TAXIWAY_DATABASE_URL, or the local one)')
    .option('--data-dir <folder>', 'the data folder (default: TAXIWAY_DATA_DIR, or data)')
    .option('--checkpoints <file>', "checkpoints to hold against it (default: the data folder's)")
    .option('--key <file>', "the key that checkpoints are signed with (default: the data folder's)")
    .action(async (files: readonly string[], options: AuditOptions) => {
      process.exitCode = await verifyAudit(files, options, audit)
    })
  withExamples(audit, {
    'taxiway verify audit': 'the trail in the database of this folder',
    'taxiway verify audit audit.jsonl --key audit-checkpoints.pem': 'an exported trail',
  })
  withExamples(command, {
    'taxiway verify store': 'whether the database of this folder fits together',
    'taxiway verify audit': 'whether its audit trail is what was written',
  })
  return command.addCommand(audit).addCommand(verifyStoreCommand())
}
