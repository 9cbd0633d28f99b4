/** A workspace imports what its own package.json names, and names nothing that it does not import. */
import { expect, test } from 'vitest'
import { importsOf, sourceFiles, workspaces } from './support/source-files.ts'

/** `hono/body-limit` → `hono`, `@hono/node-server/x` → `@hono/node-server`; undefined for files and Node's own. */
function packageOf(imported: string): string | undefined {
  const [first = '', second = ''] = imported.split('/')
  if (first.startsWith('node:') || sourceFiles.includes(imported)) return undefined
  return first.startsWith('@') ? `${first}/${second}` : first
}

const folders = [...workspaces.keys()].toSorted((a, b) => b.length - a.length)

function workspaceOf(file: string): string {
  return folders.find((folder) => folder !== '' && file.startsWith(`${folder}/`)) ?? ''
}

function packagesImportedIn(folder: string, tests: boolean): ReadonlySet<string> {
  const names = sourceFiles
    .filter((file) => workspaceOf(file) === folder && file.includes('.test.') === tests)
    .flatMap(importsOf)
    .map(packageOf)
  return new Set(names.filter((name) => name !== undefined))
}

test.each([...workspaces])('%s imports what its dependencies name', (folder, manifest) => {
  const { name, dependencies = {}, optionalDependencies = {}, devDependencies = {} } = manifest
  const named = new Set([
    name,
    ...Object.keys({ ...dependencies, ...optionalDependencies }),
    // What is bundled when it is built has no business with those who install it.
    ...(folder === 'portal' ? Object.keys(devDependencies) : []),
  ])
  const missing = [...packagesImportedIn(folder, false)].filter((each) => !named.has(each))
  expect(missing.filter((each) => !isOfBuild(each))).toEqual([])
})

test.each([...workspaces].filter(([folder]) => folder.startsWith('packages/')))(
  '%s names no dependency that it does not import',
  (folder, { dependencies = {} }) => {
    const imported = packagesImportedIn(folder, false)
    expect(Object.keys(dependencies).filter((each) => !imported.has(each))).toEqual([])
  },
)

test('the libraries depend on each other only, so that installing one brings nothing else', () => {
  const libraries = [...workspaces].filter(([folder]) =>
    ['autopilot', 'device-csv', 'graph-client', 'hardware-hash'].some(
      (name) => folder === `packages/${name}`,
    ),
  )
  expect(libraries).toHaveLength(4)
  const own = new Set(libraries.map(([, { name }]) => name))
  const foreign = libraries.flatMap(([, { dependencies = {} }]) =>
    Object.keys(dependencies).filter((each) => !own.has(each)),
  )
  expect(foreign).toEqual([])
})

/** Styles and the like, which are files of the portal, and aliases of its build. */
function isOfBuild(name: string): boolean {
  return name.startsWith('portal') || name.startsWith('virtual:')
}
