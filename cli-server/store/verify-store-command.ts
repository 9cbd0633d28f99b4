/** `taxiway verify store`: whether what the database holds fits together. */
import { resolve } from 'node:path'
import { Command } from 'commander'
import { withExamples } from '../../cli/examples.ts'
import { exitCodes } from '../../cli/exit.ts'
import { outputOf } from '../../cli/terminal/output.ts'
import { type StoreFinding, verifyStore } from '../../src/storage/upkeep/verify-store.ts'
import { inDatabase } from './in-database.ts'
import { inWords } from './in-words.ts'
import { existingStore, refuseMissing, withStoreOptions } from './store-place.ts'

export function verifyStoreCommand(): Command {
  const command = withStoreOptions(new Command('store'))
    .description(
      'Check that devices, identities, tokens, hashes and imports in the database are consistent. Everything\n' +
        'is recounted from one snapshot; servers may keep running. Exits with code 2 if anything is wrong.',
    )
    .argument('[database]', 'a URL or data folder (default: those of this environment)')
    .action((database: string | undefined, options: { readonly dataDir?: string }) =>
      inWords(async () => {
        const output = outputOf(command)
        const place = database === undefined ? await existingStore(options) : await named(database)
        const findings = await inDatabase(place, verifyStore)
        const faults = findings.filter(({ count }) => count > 0)
        if (output.format === 'json') output.json({ ok: faults.length === 0, findings })
        else {
          output.rows(findings.map(shown), [
            { key: 'check', title: 'Check' },
            { key: 'count', title: 'Found', style: ({ count }) => (count > 0 ? 'red' : 'green') },
            { key: 'examples', title: 'For example' },
          ])
        }
        for (const { sentence, count } of faults) output.warn(`${sentence} (${count})`)
        if (faults.length === 0) output.say('Everything is consistent.')
        else process.exitCode = exitCodes.findings
      }),
    )
  return withExamples(command, {
    'taxiway verify store': 'the database of this environment',
    'taxiway verify store ./data --json': 'the local database of a data folder, for monitoring',
  })
}

async function named(database: string): Promise<{ url?: string; dataDir: string }> {
  if (/^postgres(ql)?:/.test(database)) return { url: database, dataDir: '' }
  await refuseMissing(resolve(database))
  return { dataDir: resolve(database) }
}

function shown({ check, count, examples }: StoreFinding) {
  return { check, count, examples: examples.join(', ') }
}
