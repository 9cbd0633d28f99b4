/** The lock file installs on every machine: complete, exact, and without addresses. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

type Package = {
  version?: string
  resolved?: string
  link?: boolean
  hasInstallScript?: boolean
  optionalDependencies?: object
}

const root = join(import.meta.dirname, '../..')
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const packages: Record<string, Package> = read('package-lock.json').packages

test('holds every platform package that its packages name (scripts/complete-lock.mjs adds them)', () => {
  const named = Object.values(packages).flatMap((each) =>
    Object.keys(each.optionalDependencies ?? {}),
  )
  const places = Object.keys(packages)
  expect(
    named.filter((name) => !places.some((place) => place.endsWith(`node_modules/${name}`))),
  ).toEqual([])
})

test('names a version for each package and no address for any', () => {
  // A workspace is a link to a folder of this checkout.
  const all = Object.entries(packages).filter(([place, { link }]) => place !== '' && !link)
  expect(all.filter(([, { version }]) => !version)).toEqual([])
  expect(all.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})

test('has no install script that package.json does not decide about', () => {
  const decided = Object.keys(read('package.json').allowScripts)
  const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript)
  const names = scripted.map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 13))
  expect(names.filter((name) => !decided.includes(name))).toEqual([])
})

test('package.json pins every dependency exactly', () => {
  const { dependencies, devDependencies, optionalDependencies } = read('package.json')
  const ranges = Object.entries<string>({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
  })
  // The same package a second time, in another version, has a name of its own.
  const exact = /^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/
  expect(ranges.filter(([, range]) => !exact.test(range))).toEqual([])
})
