/**
 * Writes what Taxiway is made of as CycloneDX: every package of the lock file that a running one may need, on
 * any platform, with version, license and digest. npm makes the list; nothing is asked of a registry.
 *
 * The development's packages are left out here and not by npm's `--omit=dev`: that also leaves out what both
 * need [observed: npm 11.19.1, for instance zod].
 *
 * `npm run sbom [-- <file>]`, default `dist/taxiway-<version>.cdx.json`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { npmOutput, root, say } from './install.mjs'

const asked = [
  'sbom',
  '--package-lock-only',
  '--offline',
  '--sbom-format=cyclonedx',
  '--sbom-type=application',
]

export async function writeSbom(file) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const path = resolve(file ?? join(root, 'dist', `${name}-${version}.cdx.json`))
  const { code, output } = await npmOutput(asked)
  if (code !== 0)
    throw new Error(`"npm ${asked.join(' ')}" failed with code ${code}. It takes npm 10 or newer.`)
  const bom = ofProduct(JSON.parse(output), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(bom, null, 2)}\n`)
  say(`Wrote ${path}: ${bom.components.length} packages.`)
}

/** Without the tools of development; npm calls the product by the name of its folder. */
function ofProduct(bom, name) {
  const components = bom.components.filter((each) => !isForDevelopment(each)).map(named)
  const product = bom.metadata.component
  const kept = new Set([product, ...components].map((each) => each['bom-ref']))
  return {
    ...bom,
    metadata: { ...bom.metadata, component: { ...product, name } },
    components,
    dependencies: bom.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => kept.has(ref)) })),
  }
}

/** npm calls a workspace by its folder too; its reference begins with the name of its package. */
function named(component) {
  const name = component['bom-ref'].replace(/@[^@]*$/, '')
  return name.startsWith('taxiway-') ? { ...component, name } : component
}

function isForDevelopment({ properties = [] }) {
  return properties.some(({ name }) => name === 'cdx:npm:package:development')
}
