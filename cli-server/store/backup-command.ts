/** `taxiway backup`: everything in the database as of one moment in one file, while servers go on working. */
import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Command } from 'commander'
import { draftOf, type Left } from '../../cli/context/draft.ts'
import { isOfDisk, refuses, unwritable } from '../../cli/context/unwritable.ts'
import { withExamples } from '../../cli/examples.ts'
import { CliError } from '../../cli/exit.ts'
import { type Output, outputOf } from '../../cli/terminal/output.ts'
import { closeKeyBox } from '../../src/storage/backup/key-box.ts'
import type { BackupHead, KeyBox, Tally } from '../../src/storage/backup/manifest.ts'
import { writeBackup } from '../../src/storage/backup/write-backup.ts'
import { reachDatabase } from './in-database.ts'
import { inWords } from './in-words.ts'
import { readPassphrase } from './passphrase.ts'
import { existingStore, keyText, type StorePlace, withStoreOptions } from './store-place.ts'

type Options = {
  readonly dataDir?: string
  readonly force?: boolean
  readonly keyPassphraseFile?: string
}

type Written = {
  readonly bytes: number
  /** Of the file, in hex. */
  readonly sha256: string
  readonly head: BackupHead
  readonly tables: readonly Tally[]
  /** What backups had left in the folder that were killed. */
  readonly removed: readonly Left[]
}

export function backupCommand(): Command {
  const command = withStoreOptions(new Command('backup'))
    .description(
      'Write a consistent snapshot of the whole database to one file. Servers may keep running.\n' +
        'The key-encryption key is not included unless you protect it with a passphrase: keep it separately.',
    )
    .argument('<file>', 'for example taxiway-backup.tar.gz')
    .option('--force', 'replace the file if it exists')
    .option(
      '--key-passphrase-file <file>',
      'include the key-encryption key, encrypted with this passphrase',
    )
    .action((file: string, options: Options) =>
      inWords(
        () => backup(file, options, command),
        'No backup was written. Run the same command again.',
      ),
    )
  return withExamples(command, {
    'taxiway backup taxiway-backup.tar.gz': 'the database of this environment',
    'taxiway backup all.tar.gz --key-passphrase-file secret.txt':
      'including the key, encrypted with a passphrase',
  })
}

async function backup(file: string, options: Options, command: Command): Promise<void> {
  const output = outputOf(command)
  if (options.force !== true && (await stat(file).catch(() => undefined)) !== undefined) {
    throw new CliError(`The file ${file} already exists.`, {
      hint: 'Choose another name, or add --force.',
    })
  }
  const place = await existingStore(options)
  const key = options.keyPassphraseFile ? await keyBox(place, options.keyPassphraseFile) : null
  const reached = await reachDatabase(place)
  const written = await writeFile(file, { connectionString: reached.url, key }).finally(() =>
    reached.stop(),
  )
  print(output, file, written)
}

async function keyBox(place: StorePlace, passphraseFile: string): Promise<KeyBox> {
  const text = await keyText(place)
  if (text === undefined) {
    throw new CliError(`There is no key-encryption key in ${place.dataDir}.`, {
      hint: 'Name its data folder with --data-dir, or set TAXIWAY_KEY_ENCRYPTION_KEY.',
    })
  }
  return closeKeyBox(text, await readPassphrase(passphraseFile))
}

/** The file has its name only once it is whole and on disk. */
async function writeFile(
  path: string,
  order: { readonly connectionString: string; readonly key: KeyBox | null },
): Promise<Written> {
  const draft = await draftOf(path)
  const handle = await open(draft.path, 'wx', 0o600).catch(refuses(path))
  const digest = createHash('sha256')
  const tables: Tally[] = []
  let head: BackupHead | undefined
  let bytes = 0
  const noted = {
    onHead: (each: BackupHead) => {
      head = each
    },
    onTable: (each: Tally) => tables.push(each),
  }
  async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      digest.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  try {
    const archive = Readable.from(writeBackup({ ...order, ...noted }))
    const target = handle.createWriteStream({ flush: true })
    await pipeline(archive, createGzip({ level: 1 }), counted, target)
    await draft.keep()
  } catch (error) {
    await handle.close().catch(() => undefined)
    await draft.drop()
    throw isOfDisk(error) ? unwritable(path, error) : error
  }
  if (head === undefined) throw new Error('a backup was written without a head')
  return { bytes, sha256: digest.digest('hex'), head, tables, removed: draft.removed }
}

function print(output: Output, file: string, written: Written): void {
  const { bytes, sha256, head, tables } = written
  const key = head.key === null ? 'omitted' : 'behind the passphrase'
  const { createdDateTime, migrations } = head
  const version = migrations.at(-1) ?? null
  if (output.format === 'json') {
    output.json({ file, bytes, sha256, createdDateTime, version, keyEncryptionKey: key, tables })
  } else {
    output.rows(
      tables.filter(({ rows }) => rows > 0),
      [
        { key: 'name', title: 'Table' },
        { key: 'rows', title: 'Rows' },
        { key: 'sha256', title: 'SHA-256' },
      ],
    )
  }
  output.say(`${file}: ${bytes} bytes, SHA-256 ${sha256}, schema ${version}.`)
  for (const left of written.removed)
    output.warn(
      `Removed ${left.path} (${left.bytes} bytes), which a command had left that was killed.`,
    )
  output.say(`It holds everything that was acknowledged before ${createdDateTime}.`)
  if (head.key === null) {
    output.warn(
      'The key-encryption key is not included, and the backup is useless without it: keep key-encryption.key\n' +
        'from the data folder, or TAXIWAY_KEY_ENCRYPTION_KEY, in another place.',
    )
  }
}
