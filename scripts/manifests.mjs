/** What packages say of themselves: the workspaces of this checkout, who uses whom, and how a manifest is published. */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

export const checkout = readManifest(root)
/** Name → folder, of every workspace. */
export const workspaces = new Map(
  checkout.workspaces
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((place) => existsSync(join(root, place, 'package.json')))
    .map((place) => [readManifest(join(root, place)).name, place]),
)

/** The workspaces that the package `name` uses, also by another one. */
export function usedBy(name, found = new Set()) {
  const { dependencies = {} } = readManifest(join(root, workspaces.get(name) ?? ''))
  for (const each of Object.keys(dependencies)) {
    if (!workspaces.has(each) || found.has(each)) continue
    found.add(each)
    usedBy(each, found)
  }
  return found
}

/** Exports of TypeScript, as the compiler leaves them. */
export function compiledExports(exports) {
  const asCompiled = (source) => ({
    types: source.replace(/\.ts$/, '.d.ts'),
    default: source.replace(/\.ts$/, '.js'),
  })
  return Object.fromEntries(
    Object.entries(exports).map(([name, source]) => [name, asCompiled(source)]),
  )
}

export function readManifest(place) {
  return JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
}

export function writeManifest(place, manifest) {
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
