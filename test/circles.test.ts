/**
 * No file imports itself by way of others, and no folder either. Biome's rule against import circles leaves out
 * imports of types; a reader who follows a name goes round in circles by those all the same.
 */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf, sourceFiles, workspaces } from './support/source-files.ts'

type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** What packages publish: `taxiway-…`, `taxiway-…/part` or `taxiway-…/part/*`, and the file behind it. */
const published = [...workspaces].flatMap(([folder, { name, exports = {} }]) =>
  Object.entries(exports).map(([part, file]) => ({
    name: join(name, part),
    file: join(folder, file),
  })),
)

function fileOf(imported: string): string {
  for (const { name, file } of published) {
    const [before = '', after] = name.split('*')
    if (imported === name) return file
    if (after !== undefined && imported.startsWith(before))
      return file.replace('*', imported.slice(before.length))
  }
  return imported
}

const known = new Set(sourceFiles)
const files: Graph = new Map(
  sourceFiles.map((file) => [
    file,
    new Set(
      importsOf(file)
        .map(fileOf)
        .filter((to) => known.has(to) && to !== file),
    ),
  ]),
)

/**
 * Folders side by side, at every depth: how the children of `parent` import each other. A folder and its own drawers
 * are one place, since `cli/terminal/output.ts` may serve `cli/import`, and load it.
 */
function foldersIn(parent: string, graph: Graph): Graph {
  const folders = new Map<string, Set<string>>()
  for (const [file, imports] of graph) {
    const from = childOf(parent, file)
    if (from === undefined) continue
    const to = [...imports]
      .map((each) => childOf(parent, each))
      .filter((each) => each !== undefined)
    folders.set(
      from,
      new Set([...(folders.get(from) ?? []), ...to.filter((each) => each !== from)]),
    )
  }
  return folders
}

/** The folder in `parent` that the file is somewhere in; undefined where there is none. */
function childOf(parent: string, file: string): string | undefined {
  if (!file.startsWith(parent)) return undefined
  const end = file.indexOf('/', parent.length)
  return end === -1 ? undefined : file.slice(0, end)
}

/** The whole project, and every folder in it. */
const parents = [
  '',
  ...new Set(
    sourceFiles.flatMap((file) =>
      [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index + 1)),
    ),
  ),
]

/** Every way from an entry back to itself, each by its shortest. */
function circlesIn(graph: Graph): readonly string[] {
  const found = new Set<string>()
  for (const start of graph.keys()) {
    const way = wayBack(graph, start)
    if (way !== undefined) found.add([...way].toSorted().join(' ⟷ '))
  }
  return [...found]
}

function wayBack(graph: Graph, start: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const at of queue) {
    for (const next of graph.get(at) ?? []) {
      if (next === start) return pathTo(cameFrom, at, start)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      queue.push(next)
    }
  }
  return undefined
}

function pathTo(cameFrom: ReadonlyMap<string, string>, end: string, start: string) {
  const path = [end]
  for (let at = end; at !== start; path.push(at)) at = cameFrom.get(at) ?? start
  return path
}

test('no file imports itself by way of others, types included', () => {
  expect(circlesIn(files)).toEqual([])
})

test('no folder imports itself by way of those beside it, at any depth', () => {
  expect(parents).toContain('src/identity-provider/pages/')
  expect(parents.flatMap((parent) => circlesIn(foldersIn(parent, files)))).toEqual([])
})

test('a circle is seen', () => {
  const graph = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'd'])],
    ['c', new Set(['a'])],
    ['d', new Set<string>()],
  ])
  expect(circlesIn(graph)).toEqual(['a ⟷ b ⟷ c'])
  const two = new Map([
    ['a/b/c.ts', new Set(['a/d/e/f.ts'])],
    ['a/d/g.ts', new Set(['a/b/h/i.ts'])],
  ])
  expect(circlesIn(two)).toEqual([])
  expect(circlesIn(foldersIn('a/', two))).toEqual(['a/b ⟷ a/d'])
  expect(files.get('cli/terminal/output.ts')).toContain('cli/terminal/column.ts')
  expect(files.get('cli/graph/client.ts')).toContain('packages/graph-client/src/index.ts')
})
