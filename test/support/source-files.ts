/** The sources as text: which files there are, and what each imports. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Folders with code that runs when Taxiway does. */
export const sourceTops = ['src', 'packages', 'portal', 'cli', 'cli-server', 'bin'].filter((top) =>
  readdirSync(root).includes(top),
)

/** Every TypeScript file of them, by its path from the root; what was built or installed is left out. */
export const sourceFiles = sourceTops
  .flatMap((top) => filesBelow(top))
  .filter((file) => /\.tsx?$/.test(file) && !/\/(node_modules|dist)\//.test(file))

export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules'))
}

export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** Static, re-exported, side-effect, type-only and dynamic imports; relative ones become paths from the root. */
export function importsOf(file: string): readonly string[] {
  return [...textOf(file).matchAll(/\b(?:from|import)\s*\(?\s*'([^'\s]+)'/g)]
    .map((match) => match[1] ?? '')
    .map((to) => (to.startsWith('.') ? join(dirname(file), to) : to))
}

export type Manifest = {
  readonly name: string
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The workspaces by their folder; the root, which holds server and command line, is the empty one. */
export const workspaces: ReadonlyMap<string, Manifest> = new Map(
  ['', ...foldersIn('packages'), ...(sourceTops.includes('portal') ? ['portal'] : [])].map(
    (folder) => [folder, JSON.parse(textOf(join(folder, 'package.json')))],
  ),
)

function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).map((name) => join(folder, name))
}
