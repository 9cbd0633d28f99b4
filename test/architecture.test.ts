/** The house rules that no linter knows: who may import whom, and how long a file may get. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allowed, mayImport, placeOf } from './support/allowed-imports.ts'
import { filesBelow, importsOf, sourceFiles as sources, textOf } from './support/source-files.ts'

const root = join(import.meta.dirname, '..')

test('every source file lives in a place the table knows', () => {
  expect(sources.filter((file) => placeOf(file) === undefined)).toEqual([])
})

test.each(Object.keys(mayImport))('%s imports only what it may', (place) => {
  const foreign = sources
    .filter((file) => placeOf(file) === place && !file.endsWith('.test.ts'))
    .flatMap((file) => importsOf(file).map((to) => ({ file, to })))
    .filter(({ to }) => !allowed(place, to))
  expect(foreign).toEqual([])
})

test('no source file is longer than 300 lines', () => {
  const all = [...sources, ...['test', 'bench', 'scripts'].flatMap((top) => filesBelow(top))]
  const long = all.filter((f) => /\.(ts|tsx|mjs|css)$/.test(f) && lines(f) > 300)
  expect(long).toEqual([])
})

test('wiring a surface fits in 80 lines', () => {
  const long = filesBelow('src/compose').filter((file) => lines(file) > 80)
  expect(long).toEqual([])
})

test('migrations are numbered without a gap; a new one takes the next number', () => {
  const numbers = readdirSync(join(root, 'migrations')).map((name) => Number(name.slice(0, 4)))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1))
})

test('nothing is left for later', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|\.(skip|only|todo)\(/
  expect(sources.filter((file) => marks.test(textOf(file)))).toEqual([])
})

// The formatter moves a comment that ends a line before a member, and a sorter leaves one behind: it then speaks of another.
test('a doc comment stands on lines of its own, right before what it is about', () => {
  const all = [...sources, ...['test', 'bench'].flatMap((top) => filesBelow(top))]
  const afterCode = /^(?! *(\/?\*|\/\/|const afterCode)).*[^ (\n].*\/\*\*/m
  const beforeAnother = /(?<=[\s\S])(?<!^\/\*\*(?:(?!\*\/)[\s\S])*)\*\/\n[ \n]*\/\*\*/
  const astray = (text: string) => afterCode.test(text) || beforeAnother.test(text)
  expect(all.filter((file) => /\.ts$/.test(file) && astray(textOf(file)))).toEqual([])
})

test('tests wait with the patience of test/support/eventually.ts', () => {
  expect(testsWith(/\bvi\.wait(For|Until)\(|\.poll\(/)).toEqual(['test/support/eventually.ts'])
})

test('browsers are waited for as long as everything else, and do not sleep', () => {
  const hurried = /\bwaitForTimeout\(|\bwaitFor\w*\([^)]*\btimeout:\s*\d|setTimeout\(done, *\d/
  expect(testsWith(hurried).filter((file) => file.startsWith('test/portal/'))).toEqual([])
})

test('every surface answers every code of refusal from one table', () => {
  const edges = [
    // The portal's surface hands out files and decides nothing.
    ...readdirSync(join(root, 'src/surfaces')).filter((name) => !['http', 'portal'].includes(name)),
    '../identity-provider/oidc',
  ].map((name) => join('src/surfaces', name, 'errors.ts'))
  const table =
    /as const satisfies Record<(DomainErrorCode|Failure\['code'\]),|from '\.\.\/http\/(failure|json-errors)\.ts'/
  const without = edges.filter((file) => !table.test(textOf(file)))
  expect(without).toEqual([])
})

test('the identity provider is entered by its door only', () => {
  const house = 'src/identity-provider/'
  const through = sources
    .filter((file) => !file.startsWith(house))
    .flatMap((file) => importsOf(file).map((to) => ({ file, to })))
    .filter(({ to }) => to.startsWith(house) && to !== `${house}door.ts`)
  expect(through).toEqual([])
})

// Whatever a clock says of work, also the processor's, it says of the machine: test/support/counted-work.ts counts.
test('no test asks a clock how long something took', () => {
  const stopwatch = /\b(threadC|c)puUsage\b|\bhrtime\b|\bperformance\.(now|mark|measure)\b/
  const elapsed =
    /(?<!new Date\()\bDate\.now\(\) - [a-zA-Z]|[\w)] - Date\.now\(\)|\bconsole\.time\b/
  expect([...testsWith(stopwatch), ...testsWith(elapsed)]).toEqual([])
})

function testsWith(pattern: RegExp): string[] {
  return [...filesBelow('test'), ...sources.filter((file) => file.endsWith('.test.ts'))]
    .filter((file) => file.endsWith('.ts') && file !== 'test/architecture.test.ts')
    .filter((file) => pattern.test(textOf(file)))
}

function lines(file: string): number {
  return textOf(file).split('\n').length - 1
}
