/**
 * The published form, as somebody has it who installs it: packed, and installed by npm into a fresh folder. Only
 * what its package.json asks for lies beside it, so a dependency that only the checkout has shows.
 */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'taxiway-package-')))
const packed = join(scratch, 'packed')
const installed = join(scratch, 'node_modules/taxiway')

beforeAll(() => {
  run('npm', ['run', 'package', '--', packed], root)
  install(scratch, `taxiway-${version}.tgz`)
  mkdirSync(join(scratch, 'node_modules/@types'), { recursive: true })
  // What a project in TypeScript has anyway.
  symlinkSync(join(root, 'node_modules/@types/node'), join(scratch, 'node_modules/@types/node'))
}, 900_000)

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/**
 * npm 11 was seen waiting for nothing, without a file, a connection or a child, before it had read the archive (twenty
 * minutes, until it was ended). No timeout of a test ends what runs in the foreground.
 */
const standstill = { timeout: 300_000, killSignal: 'SIGKILL' } as const

/** npm takes what the checkout's own installation has brought, and asks the registry for what is missing. */
function install(folder: string, tarball: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  const args = ['install', '--prefer-offline', ...quiet, join(packed, tarball)]
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
  }
  const options = { cwd: folder, env, encoding: 'utf8', ...standstill } as const
  let made = spawnSync('npm', args, options)
  if (made.signal === standstill.killSignal) made = spawnSync('npm', args, options)
  const { status, stderr } = made
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
}

test.each([
  ['taxiway-hardware-hash', 'decodeHardwareHash'],
  ['taxiway-device-csv', 'readDeviceCsv'],
])('%s can be installed alone: small, and without any other package', (name, main) => {
  const place = join(scratch, `only-${name}`)
  install(place, `${name}-${version}.tgz`)
  const modules = join(place, 'node_modules')
  expect(readdirSync(modules).filter((each) => !each.startsWith('.'))).toEqual([name])
  expect(bytesBelow(modules)).toBeLessThan(2_000_000)
  const script = `console.log(typeof (await import('${name}')).${main})`
  expect(run(process.execPath, ['--input-type=module', '--eval', script], place)).toBe('function\n')
})

test('the whole package has each library once, and hands on that one', () => {
  const copies = readdirSync(join(scratch, 'node_modules'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('taxiway-hardware-hash'))
  expect(copies).toEqual(['taxiway/node_modules/taxiway-hardware-hash'])
})

test.each(['.', 'packages/hardware-hash', 'packages/device-csv'])(
  'a checkout is not packed as it is, and says how it is packed: %s',
  (place) => {
    const made = spawnSync('npm', ['pack', '--pack-destination', scratch], {
      cwd: join(root, place),
      encoding: 'utf8',
    })
    expect(made.status).not.toBe(0)
    expect(`${made.stdout}${made.stderr}`).toContain('npm run package')
  },
)

test('it holds JavaScript with types, migrations and the license, and nothing of the workshop', () => {
  const files = readdirSync(installed, { recursive: true }).map(String)
  expect(files).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'README.md',
      'schema.sql',
      'src/host/embed.d.ts',
      'bin/taxiway.js',
    ]),
  )
  expect(readdirSync(join(installed, 'migrations'))).toEqual(readdirSync(join(root, 'migrations')))
  const code = files.filter((name) => /^(src|cli|cli-server|bin|node_modules)\//.test(name))
  expect(code.filter((name) => /(?<!\.d)\.ts$|\.test\./.test(name))).toEqual([])
  expect(files.filter((name) => name.endsWith('receipt.json'))).toEqual([])
  const bundled = files.filter((name) => /^node_modules\/[^/]+$/.test(name))
  expect(bundled.filter((name) => !name.startsWith('node_modules/taxiway-'))).toEqual([])
  expect(manifest()).not.toHaveProperty('devDependencies')
  expect(manifest()).not.toHaveProperty('scripts')
})

test('every file that one of its files names is there', () => {
  const missing = readdirSync(installed, { recursive: true })
    .map(String)
    .filter((name) => /^(src|cli|cli-server|bin|node_modules)\/.*\.(js|d\.ts)$/.test(name))
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
  const collected = run(process.execPath, [
    join(installed, manifest().bin.taxiway),
    'collect',
    archive,
  ])
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
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
}

/** Runs an ESM script in the scratch project and answers what it printed. */
function inScratch(script: string): string {
  return run(process.execPath, ['--input-type=module', '--eval', script])
}

function run(program: string, args: readonly string[], cwd = scratch): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  expect({ status, stderr: status === 0 ? '' : stderr + stdout }).toEqual({ status: 0, stderr: '' })
  return stdout
}

/** Relative paths a file names in imports and in `new URL('…', import.meta.url)`. */
function named(name: string): string[] {
  const text = readFileSync(join(installed, name), 'utf8')
  const naming = /(?:from|import|import\(|new URL\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g
  return [...text.matchAll(naming)].map((match) => match[1] ?? '')
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true })
    .map((each) => statSync(join(folder, String(each))))
    .reduce((sum, { size }) => sum + size, 0)
}

/** Declarations name the JavaScript beside them, which a file of types alone does not have. */
function hasTypes(path: string): boolean {
  return existsSync(join(installed, path.replace(/\.js$/, '.d.ts')))
}
