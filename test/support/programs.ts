/** The server and the command line as `npm start` and `npx taxiway` run them. */
import { join } from 'node:path'

type Bundle = {
  readonly programPath: (name: 'server' | 'taxiway') => string
  readonly ensurePrograms: () => Promise<void>
}

// Plain JavaScript, since it runs before a Node that knows types is installed.
const { programPath, ensurePrograms }: Bundle = await import(
  join(import.meta.dirname, '../../scripts/bundle.mjs')
)

/** Bundles both, once before all tests. */
export { ensurePrograms }

export const serverProgram = programPath('server')
export const commandProgram = programPath('taxiway')
