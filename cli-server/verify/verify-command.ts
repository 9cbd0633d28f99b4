/** `taxiway verify`: whether what is kept is what was written. */
import { Command } from 'commander'
import { withExamples } from '../../cli/examples.ts'
import { inWords } from '../store/in-words.ts'
import { verifyStoreCommand } from '../store/verify-store-command.ts'
import { type AuditOptions, verifyAudit } from './verify-audit.ts'

export function verifyCommand(): Command {
  const command = new Command('verify').description(
    'Verify the audit trail and the integrity of the database.',
  )
  const audit = new Command('audit')
    .description(
      'Verify the audit trail of the database or of exported files. Names the first entry that was ' +
        'changed, and then exits with code 2.',
    )
    .argument('[files...]', 'exported trails (default: the trail in the database)')
    .option('--tenant <id>', 'one tenant only')
    .option('--database <url>', 'the database (default: TAXIWAY_DATABASE_URL, or the local one)')
    .option('--data-dir <folder>', 'the data folder (default: TAXIWAY_DATA_DIR, or data)')
    .option('--checkpoints <file>', "checkpoints to compare with (default: the data folder's)")
    .option('--key <file>', "the public key of the checkpoints (default: the data folder's)")
    .action(async (files: readonly string[], options: AuditOptions) => {
      process.exitCode = await inWords(() => verifyAudit(files, options, audit))
    })
  withExamples(audit, {
    'taxiway verify audit': 'the trail in the database of this folder',
    'taxiway verify audit audit.jsonl --key audit-checkpoints.pem': 'an exported trail',
  })
  withExamples(command, {
    'taxiway verify store': 'check the consistency of the database of this folder',
    'taxiway verify audit': 'check its audit trail',
  })
  return command.addCommand(audit).addCommand(verifyStoreCommand())
}
