/**
 * No file imports itself by way of others, and no folder either. Biome's rule against import circles leaves out
 * imports of types; a reader who follows a name goes round in circles by those all the same.
 */
import { dirname, join } from 'node:path'
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

/** The folders that the house is divided into: `src/core`, `cli/import`, `packages/device-csv` and their like. */
function placeOf(file: string): string {
  return dirname(file).split('/').slice(0, 2).join('/')
}

function placesOf(graph: Graph): Graph {
  const places = new Map<string, Set<string>>()
  for (const [file, imports] of graph) {
    const from = placeOf(file)
    const to = [...imports].map(placeOf).filter((place) => !isWithin(from, place))
    places.set(from, new Set([...(places.get(from) ?? []), ...to]))
  }
  return places
}

/** A folder and its own drawers are one place: `cli/output.ts` may serve `cli/import`, and load it. */
function isWithin(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`)
}

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

test('no folder imports itself by way of others', () => {
  expect(circlesIn(placesOf(files))).toEqual([])
})

test('a circle is seen', () => {
  const graph = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'd'])],
    ['c', new Set(['a'])],
    ['d', new Set<string>()],
  ])
  expect(circlesIn(graph)).toEqual(['a ⟷ b ⟷ c'])
  expect(files.get('cli/output.ts')).toContain('cli/column.ts')
  expect(files.get('cli/graph/client.ts')).toContain('packages/graph-client/src/index.ts')
})
