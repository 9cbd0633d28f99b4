/** The bill of materials names all that an installation may hold, as the lock file has it, without a network. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

type Component = {
  'bom-ref': string
  name: string
  version: string
  purl: string
  hashes?: readonly { alg: string; content: string }[]
}
type Bom = {
  bomFormat: string
  metadata: { component: Component }
  components: readonly Component[]
  dependencies: readonly { ref: string; dependsOn: readonly string[] }[]
}
type Locked = {
  version: string
  name?: string
  dev?: boolean
  link?: boolean
  integrity?: string
}

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'taxiway-sbom-'))
const path = join(folder, 'made', 'sbom.json')
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
let bom: Bom
let locked: readonly (Locked & { name: string })[]

beforeAll(() => {
  // A registry that nobody runs: asking it would fail.
  const env = { ...process.env, npm_config_registry: 'http://127.0.0.1:9/' }
  const made = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'sbom', path], {
    env,
    encoding: 'utf8',
  })
  expect([made.status, made.stderr]).toEqual([0, expect.stringContaining(`Wrote ${path}`)])
  bom = read(path)
  const packages = Object.entries<Locked>(read(join(root, 'package-lock.json')).packages)
  locked = packages
    // A workspace stands there twice: as a folder, and as a link to it.
    .filter(([place, { link }]) => place !== '' && !link)
    .map(([place, each]) => ({
      ...each,
      name: each.name ?? place.slice(place.lastIndexOf('node_modules/') + 13),
    }))
})
afterAll(() => rmSync(folder, { recursive: true }))

const names = (list: readonly { name: string; version: string }[]) =>
  [...new Set(list.map(({ name, version }) => `${name}@${version}`))].toSorted()

test('every locked package that is not only for development is in it, and no other', () => {
  expect(names(bom.components)).toEqual(names(locked.filter(({ dev }) => !dev)))
})

test('what the product and its development share is in it', () => {
  expect(names(bom.components)).toEqual(
    expect.arrayContaining(
      names([{ name: 'zod', version: read(join(root, 'package.json')).dependencies.zod }]),
    ),
  )
})

test('each has the digest that the lock file pins', () => {
  const digests = new Map(
    locked.flatMap(({ name, version, integrity }) =>
      integrity === undefined ? [] : [[`${name}@${version}`, integrity]],
    ),
  )
  const wrong = bom.components.filter(({ name, version, hashes = [] }) => {
    const pinned = digests.get(`${name}@${version}`)
    const [hash] = hashes
    const said = hash && `sha512-${Buffer.from(hash.content, 'hex').toString('base64')}`
    return pinned !== said
  })
  expect(wrong).toEqual([])
})

test('it describes the product, and what needs what, without loose ends', () => {
  const { version } = read(join(root, 'package.json'))
  expect([bom.bomFormat, bom.metadata.component]).toMatchObject([
    'CycloneDX',
    { name: 'taxiway', version },
  ])
  const refs = new Set([bom.metadata.component, ...bom.components].map((each) => each['bom-ref']))
  const named = bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
  expect(named.filter((ref) => !refs.has(ref))).toEqual([])
  expect(new Set(bom.dependencies.map(({ ref }) => ref))).toEqual(refs)
})
