/** What `npm start`, `npm test`, `npm run check …` do. Written for any Node from 18, so that it can fetch a newer one. */
import { join } from 'node:path'
import { ensurePrograms, holdProgram, programPath } from './bundle.mjs'
import { ensureInstalled, root, say } from './install.mjs'
import { runNode, runProgram, serverFlags } from './node24.mjs'
import { ensurePortal } from './portal.mjs'

const tool = (path) => join(root, 'node_modules', path)
const vitest = (...args) => [tool('vitest/vitest.mjs'), 'run', ...args]

const checks = [
  ['format and lint', [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']],
  ['types', [tool('typescript/bin/tsc')]],
  ['types of the portal', [tool('typescript/bin/tsc'), '-p', 'portal']],
  ['dead code', [tool('knip/bin/knip.js')]],
  ['code that only tests use', [tool('knip/bin/knip.js'), '--production']],
]

const verbs = {
  start: async (args) => {
    await ensureInstalled('runtime')
    await ensurePrograms()
    const program = programPath('server')
    holdProgram(program)
    await runProgram(program, args, serverFlags)
  },
  check: async () => {
    await ensureInstalled('all')
    await steps([
      ...checks,
      [
        'architecture',
        vitest('test/architecture.test.ts', 'test/circles.test.ts', 'test/workspaces.test.ts'),
      ],
    ])
  },
  test: async (args) => {
    await ensureInstalled('all')
    const whole = args.length === 0
    if (whole || args.some((each) => each.includes('portal'))) await needPortal()
    await steps([...(whole ? checks : []), ['tests', vitest(...args)]])
  },
  portal: async () => {
    await ensureInstalled('runtime')
    await needPortal()
  },
  screenshots: async () => {
    await ensureInstalled('all')
    await needPortal()
    process.env.TAXIWAY_WRITE_SCREENSHOTS = 'true'
    // Every page in every look is one test.
    await steps([
      [
        'pictures',
        vitest(
          'test/portal/pages.test.ts',
          'test/portal/partner-walk.test.ts',
          '--testTimeout=1800000',
        ),
      ],
      ['picture of a terminal', vitest('test/acceptance/first-flight.test.ts')],
    ])
  },
  'portal:walk': async () => {
    await ensureInstalled('all')
    await needPortal()
    process.env.TAXIWAY_PORTAL_LOOKS = 'all'
    await steps([['every page in every look', vitest('test/portal', '--testTimeout=1800000')]])
  },
  schema: async () => {
    await ensureInstalled('all')
    process.env.TAXIWAY_WRITE_SCHEMA = 'true'
    await steps([
      ['schema.sql', vitest('test/storage/schema.test.ts')],
      ['schemas of the command line', vitest('test/cli/output/json-schemas.test.ts')],
    ])
  },
  docs: async () => {
    await ensureInstalled('all')
    process.env.TAXIWAY_WRITE_DOCS = 'true'
    await steps([['docs made from code', vitest('test/device-csv/reference')]])
  },
  bench: async (args) => {
    await ensureInstalled('all')
    await ensurePrograms()
    await steps([['bench', [join(root, 'bench/main.ts'), ...args]]])
  },
  fill: async (args) => {
    await ensureInstalled('all')
    await steps([['fill', [join(root, 'bench/fill.ts'), ...args]]])
  },
  crash: async () => {
    await ensureInstalled('all')
    process.env.TAXIWAY_CONTESTED ??= '20000'
    process.env.TAXIWAY_CONTESTED_KILLS ??= '10'
    process.env.TAXIWAY_CRASH_KILLS ??= '1000'
    process.env.TAXIWAY_CRASH_KEYED_KILLS ??= '100'
    process.env.TAXIWAY_CLIENT_ROWS ??= '3000'
    process.env.TAXIWAY_CLIENT_KILLS ??= '100'
    process.env.TAXIWAY_CRASH_PARTNER_KILLS ??= '100'
    process.env.TAXIWAY_WORK_KILLS ??= '50'
    process.env.TAXIWAY_MIGRATION_KILLS ??= '30'
    process.env.TAXIWAY_COMMAND_KILLS ??= '30'
    process.env.TAXIWAY_REVOKE_ROUNDS ??= '200'
    process.env.TAXIWAY_REVOKE_ROWS ??= '1000'
    process.env.TAXIWAY_DATABASE_RESTARTS ??= '200'
    process.env.TAXIWAY_DATABASE_CUTS ??= '200'
    process.env.TAXIWAY_WEBHOOK_EVENTS ??= '10000'
    process.env.TAXIWAY_WEBHOOK_KILLS ??= '20'
    await steps([
      ['crash rounds', vitest('test/crash', 'test/faults', 'test/partners/running-jobs')],
    ])
  },
  soak: async (args) => {
    await ensureInstalled('all')
    const settings = { restarts: '100', rate: '200', drills: '10', minutes: '10', ...options(args) }
    for (const [name, value] of Object.entries(settings))
      process.env[`TAXIWAY_SOAK_${name.toUpperCase()}`] ??= value
    await steps([['soak', vitest('test/soak')]])
  },
  package: async (args) => {
    await ensureInstalled('all')
    await steps([['package', [join(root, 'scripts/pack.mjs'), ...args]]])
  },
  sbom: async ([file]) => {
    const { writeSbom } = await import('./sbom.mjs')
    await writeSbom(file)
  },
  matrix: async () => {
    await ensureInstalled('all')
    process.env.TAXIWAY_MATRIX = 'all'
    // One test asks tens of thousands of requests. What one file finds is shown before the next begins.
    const all = (file) => vitest(`test/access/${file}.test.ts`, '--testTimeout=3600000')
    await steps([
      ['refused in every spelling', all('every-spelling')],
      ['who may do what', all('authority-matrix')],
    ])
  },
  attack: async () => {
    await ensureInstalled('all')
    process.env.TAXIWAY_ATTACKS ??= '1250'
    process.env.TAXIWAY_TAMPERINGS ??= '1000'
    process.env.TAXIWAY_CHECK_INS ??= '1000'
    process.env.TAXIWAY_STOLEN_DEVICES ??= '10000'
    const tests = [
      'test/deployment/attacks.test.ts',
      'test/access/audit/random-tampering.test.ts',
      'test/mdm/answers.test.ts',
      'test/removal/stolen-token.test.ts',
    ]
    const all = vitest(...tests, '--testTimeout=3600000')
    await steps([['attacks on first boot, the audit trail, management and a fleet', all]])
  },
  fuzz: async (args) => {
    await ensureInstalled('all')
    await steps([
      ['fuzz', [join(root, 'bench/fuzz/fuzz.ts'), ...args]],
      ['device files', [join(root, 'bench/fuzz/fuzz-files.ts')]],
      ['messages of managed devices', [join(root, 'bench/fuzz/fuzz-messages.ts')]],
      ['XML of devices', [join(root, 'bench/fuzz/fuzz-xml.ts')]],
    ])
  },
}

/** `--minutes 5 --restarts 20` as an object. */
function options(args) {
  const pairs = [...args.join(' ').matchAll(/--([a-z]+)[ =](\d+)/g)]
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value]))
}

async function needPortal() {
  if (!(await ensurePortal())) throw new Error('The portal is needed here and could not be built.')
}

/** Runs each step in turn; the first that fails is named and ends the run. */
async function steps(list) {
  for (const [name, args] of list) {
    say(`▸ ${name}`)
    const code = await runNode(args)
    if (code !== 0) {
      say(`✗ ${name} failed (exit code ${code}).`)
      process.exitCode = 1
      return
    }
  }
}

const [verb, ...args] = process.argv.slice(2)
try {
  if (!Object.hasOwn(verbs, verb))
    throw new Error(`Unknown verb "${verb}": ${Object.keys(verbs).join(', ')}`)
  process.chdir(root)
  await verbs[verb](args)
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
