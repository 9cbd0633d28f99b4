/** Walks over every hash of every source, with progress when a source is large. */
import { CliError, exitCodes } from '../exit.ts'
import type { Output } from '../terminal/output.ts'
import { startProgress } from '../terminal/progress.ts'
import { type HashInput, type HashSource, openSource } from './inputs.ts'

const worthABar = 4_000_000
const stepBytes = 1_000_000

/** The sources were read, and none of them holds a hash. */
export class NoHashFound extends CliError {}

/** Calls `use` for each hash; throws `NoHashFound` when there was none. */
export async function eachHash(
  names: readonly string[],
  output: Output,
  use: (input: HashInput) => void,
): Promise<void> {
  const sources = await Promise.all(names.map(openSource))
  let count = 0
  for (const source of sources) {
    for await (const input of withProgress(source, output)) {
      use(input)
      count++
    }
  }
  if (count > 0) return
  throw new NoHashFound(`${names.join(', ')}: no hash found.`, {
    exitCode: exitCodes.findings,
    hint: 'A device CSV needs the column "Hardware Hash"; a single hash has 4,000 characters.',
  })
}

async function* withProgress(source: HashSource, output: Output): AsyncGenerator<HashInput> {
  if (source.size === null || source.size < worthABar) {
    yield* source.inputs()
    return
  }
  const total = Math.ceil(source.size / stepBytes)
  const progress = startProgress({ title: `${source.source} (MB)`, total }, output)
  try {
    yield* source.inputs((bytes) => progress.update(Math.floor(bytes / stepBytes)))
  } finally {
    progress.stop()
  }
}
