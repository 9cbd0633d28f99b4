/**
 * The published form, as somebody has it who installs it: packed, unpacked into another project's
 * node_modules, and used from there. Only what its package.json asks for lies beside it, so a dependency
 * that only the checkout has shows.
 */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'taxiway-package-')))
const modules = join(scratch, 'node_modules')
const installed = join(modules, 'taxiway')

beforeAll(() => {
  run(process.execPath, [join(root, 'scripts/pack.mjs'), scratch])
  rmSync(join(scratch, 'package'), { recursive: true })
  const tarball = readdirSync(scratch).find((name) => name.endsWith('.tgz')) ?? ''
  mkdirSync(modules)
  run('tar', ['-xzf', join(scratch, tarball), '-C', modules])
  renameSync(join(modules, 'package'), installed)
  const { dependencies, optionalDependencies } = manifest()
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...forTypes })) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  writeFileSync(join(scratch, 'package.json'), '{ "type": "module", "private": true }')
})

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What a project in TypeScript has anyway. */
const forTypes = { '@types/node': '' }

test('a checkout is not packed as it is, and says how it is packed', () => {
  const made = spawnSync('npm', ['pack', '--pack-destination', scratch], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(made.status).not.toBe(0)
  expect(`${made.stdout}${made.stderr}`).toContain('npm run package')
})

test('it holds JavaScript with types, migrations and the licence, and nothing of the workshop', () => {
  const files = readdirSync(installed, { recursive: true }).map(String)
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'schema.sql', 'src/embed.d.ts', 'cli/main.js']),
  )
  expect(readdirSync(join(installed, 'migrations'))).toEqual(readdirSync(join(root, 'migrations')))
  const code = files.filter((name) => /^(src|cli)\//.test(name))
  expect(code.filter((name) => /(?<!\.d)\.ts$|\.test\./.test(name))).toEqual([])
  expect(files.filter((name) => /node_modules|receipt\.json$/.test(name))).toEqual([])
  expect(manifest()).not.toHaveProperty('devDependencies')
  expect(manifest()).not.toHaveProperty('scripts')
})

test('every file that one of its files names is there', () => {
  const missing = readdirSync(installed, { recursive: true })
    .map(String)
    .filter((name) => /^(src|cli)\/.*\.(js|d\.ts)$/.test(name))
    .flatMap((name) => named(name).map((to) => join(dirname(name), to)))
    .filter((path) => !existsSync(join(installed, path)) && !hasTypes(path))
  expect(missing).toEqual([])
})

test('both libraries read the example, in plain JavaScript', () => {
  const csv = join(installed, 'examples/devices.csv')
  const found = inScratch(`
    import { readFileSync } from 'node:fs'
    import { decodeHardwareHash } from 'taxiway/hardware-hash'
    import { readDeviceCsv } from 'taxiway/device-csv'
    const { kind, rows } = readDeviceCsv(readFileSync(${JSON.stringify(csv)}))
    console.log(kind, rows.length, decodeHardwareHash(rows[0].hardwareHash).model)`)
  expect(found).toBe('intune 10 21R3001BUK\n')
})

test('its command decodes hashes and knows its version', () => {
  const command = join(installed, manifest().bin.taxiway)
  expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  const csv = join(installed, 'examples/devices-ansi.csv')
  const decoded = JSON.parse(run(process.execPath, [command, 'hash', 'decode', csv, '--json']))
  expect(decoded).toHaveLength(10)
  expect(decoded[0]).toMatchObject({ ok: true, digestValid: true, manufacturer: 'LENOVO' })
  expect(run(process.execPath, [command, '--version'])).toBe(`${manifest().version}\n`)
})

test('its command takes hashes out of archives, for which it starts a thread from a file', () => {
  const archive = join(root, 'test/fixtures/archives/gcab-mszip.cab')
  const collected = run(process.execPath, [join(installed, 'cli/main.js'), 'collect', archive])
  expect(collected.trim().split('\n')).toHaveLength(2)
})

test('a server starts from it, with all its tables', () => {
  const answer = inScratch(`
    import { setDefaultCACertificates } from 'node:tls'
    import { startTaxiway } from 'taxiway'
    const taxiway = await startTaxiway()
    setDefaultCACertificates([taxiway.caCertificate])
    const { status } = await fetch(taxiway.origin + '/readyz')
    await taxiway.close()
    console.log(status)`)
  expect(answer).toBe('200\n')
})

test('TypeScript projects see its types', () => {
  writeFileSync(
    join(scratch, 'use.ts'),
    `import { decodeHardwareHash } from 'taxiway/hardware-hash'
    import { readDeviceCsv } from 'taxiway/device-csv'
    import { startTaxiway } from 'taxiway'
    const decoded = decodeHardwareHash('')
    export const model: string | null | undefined = decoded.ok ? decoded.model : undefined
    export const rows: number = readDeviceCsv('').rows.length
    export const origin: Promise<string> = startTaxiway({ importSeconds: 90 }).then((it) => it.origin)
    // @ts-expect-error there is no such option
    startTaxiway({ importMinutes: 2 })`,
  )
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--types', 'node']
  run(process.execPath, [compiler, ...strict, join(scratch, 'use.ts')])
})

type Manifest = {
  readonly version: string
  readonly bin: { readonly taxiway: string }
  readonly dependencies: Record<string, string>
  readonly optionalDependencies: Record<string, string>
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
}

/** Runs an ESM script in the scratch project and answers what it printed. */
function inScratch(script: string): string {
  return run(process.execPath, ['--input-type=module', '--eval', script])
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: scratch, encoding: 'utf8' })
  expect({ status, stderr: status === 0 ? '' : stderr + stdout }).toEqual({ status: 0, stderr: '' })
  return stdout
}

/** Relative paths a file names in imports and in `new URL('…', import.meta.url)`. */
function named(name: string): string[] {
  const text = readFileSync(join(installed, name), 'utf8')
  const naming = /(?:from|import|import\(|new URL\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g
  return [...text.matchAll(naming)].map((match) => match[1] ?? '')
}

/** Declarations name the JavaScript beside them, which a file of types alone does not have. */
function hasTypes(path: string): boolean {
  return existsSync(join(installed, path.replace(/\.js$/, '.d.ts')))
}
