/** `taxiway migrate`: brings the database to this version's schema, as every start of the server does. */
import { Command } from 'commander'
import { withExamples } from '../../cli/examples.ts'
import { outputOf } from '../../cli/terminal/output.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { reachDatabase } from './in-database.ts'
import { inWords } from './in-words.ts'
import { storePlace, withStoreOptions } from './store-place.ts'

export function migrateCommand(): Command {
  const command = withStoreOptions(new Command('migrate'))
    .description(
      'Apply pending migrations to the database of TAXIWAY_DATABASE_URL, or else to the local one.\n' +
        'The server does the same at every start.',
    )
    .action((options: { readonly dataDir?: string }) =>
      inWords(async () => {
        const output = outputOf(command)
        const reached = await reachDatabase(storePlace(options))
        const { applied, version } = await migrate(reached.url).finally(() => reached.stop())
        if (output.format === 'json') output.json({ applied, version })
        else {
          const rows = applied.map((migration) => ({ migration }))
          output.rows(rows, [{ key: 'migration', title: 'Applied' }])
        }
        const count = applied.length === 1 ? '1 migration' : `${applied.length} migrations`
        output.say(`${count} applied. The database is at ${version}.`)
      }, 'Run the same command again: it goes on where it ended.'),
    )
  return withExamples(command, {
    'taxiway migrate': 'the database of this environment',
    'taxiway migrate --json': 'the applied migrations as JSON, for a deployment',
  })
}
