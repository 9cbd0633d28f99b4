/** `taxiway restore`: a backup into an empty database, all of it or nothing. */
import { createReadStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { replaceFile } from '../../cli/context/replace-file.ts'
import { unreadable } from '../../cli/context/unreadable.ts'
import { refuses } from '../../cli/context/unwritable.ts'
import { withExamples } from '../../cli/examples.ts'
import { CliError } from '../../cli/exit.ts'
import { type Output, outputOf } from '../../cli/terminal/output.ts'
import { openKeyBox } from '../../src/storage/backup/key-box.ts'
import type { BackupHead } from '../../src/storage/backup/manifest.ts'
import { readBackup, type WholeBackup } from '../../src/storage/backup/read-backup.ts'
import { restoreBackup } from '../../src/storage/backup/restore-backup.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { reachDatabase } from './in-database.ts'
import { inWords } from './in-words.ts'
import { readPassphrase } from './passphrase.ts'
import {
  keyFile,
  keyText,
  opensAll,
  type StorePlace,
  storePlace,
  withStoreOptions,
} from './store-place.ts'

type Options = {
  readonly dataDir?: string
  readonly dryRun?: boolean
  readonly keyPassphraseFile?: string
}

export function restoreCommand(): Command {
  const command = withStoreOptions(new Command('restore'))
    .description(
      'Restore a backup into an empty database: that of TAXIWAY_DATABASE_URL, or the local one of a new data\n' +
        'folder. All or nothing: rows and digests are compared before anything is committed.',
    )
    .argument('<file>', '- is standard input')
    .addOption(new Option('--dry-run', 'read the file, compare its digests, and do nothing'))
    .addOption(new Option('--what-if', 'the same as --dry-run').implies({ dryRun: true }))
    .option('--key-passphrase-file <file>', 'also restore the key-encryption key from the backup')
    .action((file: string, options: Options) =>
      inWords(
        () => restore(file, options, command),
        'Run the same command again: where it says that the database is not empty, everything was restored.',
      ),
    )
  return withExamples(command, {
    'taxiway restore taxiway-backup.tar.gz --data-dir new':
      'into the local database of a new folder',
    'taxiway restore taxiway-backup.tar.gz --dry-run': 'check that the backup is complete',
  })
}

async function restore(file: string, options: Options, command: Command): Promise<void> {
  const output = outputOf(command)
  const source = file === '-' ? process.stdin : await openFile(file)
  if (options.dryRun === true) return print(output, await readThrough(source), 'is whole')
  const place = storePlace(options)
  let hasKey = true
  const onHead = async (head: BackupHead) => {
    hasKey = await settleKey(place, head, options.keyPassphraseFile)
  }
  const reached = await reachDatabase(place)
  try {
    const connectionString = reached.url
    print(output, await restoreBackup({ connectionString, source, onHead }), 'restored')
    // What is restored stands, whatever becomes of newer migrations: the next start tries them again.
    const { applied } = await migrate(connectionString)
    if (applied.length > 0) output.say(`Migrated from there: ${applied.join(', ')}.`)
  } finally {
    await reached.stop()
  }
  if (!hasKey) {
    output.warn(
      `The key-encryption key was not in the backup. Put it into ${keyFile(place)} before starting a server.`,
    )
  }
}

async function openFile(path: string): Promise<NodeJS.ReadableStream> {
  const source = createReadStream(path)
  await new Promise<void>((resolve, reject) => {
    source.once('open', () => resolve())
    source.once('error', (cause) => reject(unreadable(path, cause)))
  })
  return source
}

async function readThrough(source: NodeJS.ReadableStream): Promise<WholeBackup> {
  return readBackup(source, {
    begin: async () => undefined,
    table: async (_, parts) => {
      for await (const _part of parts);
    },
  })
}

/** True when the key that the backup needs is in place. Refuses a place that has another one. */
async function settleKey(
  place: StorePlace,
  { key, keyHeads }: BackupHead,
  passphraseFile: string | undefined,
): Promise<boolean> {
  const present = await keyText(place)
  if (present !== undefined && !(await opensAll(present, keyHeads))) {
    throw new CliError(
      'The key-encryption key here is not the one that the backup was made with.',
      {
        hint: `Provide the right one in ${keyFile(place)} or TAXIWAY_KEY_ENCRYPTION_KEY. Nothing was restored.`,
      },
    )
  }
  if (passphraseFile === undefined || present !== undefined) return present !== undefined
  if (key === null) {
    throw new CliError('There is no key-encryption key in this backup.', {
      hint: 'Omit --key-passphrase-file and provide the key yourself.',
    })
  }
  const text = await openKeyBox(key, await readPassphrase(passphraseFile))
  if (text === undefined)
    throw new CliError('The passphrase does not decrypt the key in this backup.')
  await mkdir(place.dataDir, { recursive: true })
  await replaceFile(keyFile(place), text).catch(refuses(keyFile(place)))
  return true
}

function print(output: Output, { head, tables }: WholeBackup, what: string): void {
  const { createdDateTime, migrations } = head
  const version = migrations.at(-1) ?? null
  if (output.format === 'json') output.json({ createdDateTime, version, tables })
  else {
    output.rows(
      tables.filter((table) => table.rows > 0),
      [
        { key: 'name', title: 'Table' },
        { key: 'rows', title: 'Rows' },
      ],
    )
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  output.say(`The backup of ${createdDateTime} ${what}: ${rows} rows, schema ${version}.`)
}
