/**
 * Every command that a page prints is run as it stands there: page by page, in a fresh checkout, against the server
 * that the README's first command starts. What cannot run here is listed with its reason.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Contexts } from '../../cli/context/context-file.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { commandsIn, documents, root } from './documents.ts'

/** Command, without its comment → why it is not run. */
const notRun: Readonly<Record<string, string>> = {
  'npm test': 'it would run itself',
  'npm run check': 'npm test begins with it',
  'npm test -- test/surfaces/admin test/access': 'the whole suite has both',
  'taxiway login --url https://localhost:8443 --ca data/ca.pem --tenant contoso.test --browser':
    'a person signs in in a browser: test/cli/sign-in/sign-in-people.test.ts',
  'taxiway login --tenant contoso.onmicrosoft.com --client-id <id> --secret-file secret.txt':
    'a real Microsoft tenant',
  'taxiway login --tenant contoso.onmicrosoft.com --client-id <id> --certificate robot.pem':
    'a real Microsoft tenant',
  'taxiway people unlock adele@contoso.test':
    'on somebody who is locked out in test/cli/people.test.ts',
  'taxiway people unlock adele@contoso.test --codes':
    'on somebody who is locked out in test/cli/people.test.ts',
  'taxiway conflicts show <id>': 'on real conflicts in test/cli/devices/identity.test.ts',
  'taxiway conflicts decide <id> --same PE0VG8PF':
    'on real conflicts in test/cli/devices/identity.test.ts',
  'taxiway conflicts decide <id> --different':
    'on real conflicts in test/cli/devices/identity.test.ts',
  'taxiway conflicts decide <id> --reject':
    'on real conflicts in test/cli/devices/identity.test.ts',
}
/** Commands whose news are bad: findings in files that have some, rows that are registered already. */
const withFindings: readonly string[] = [
  'npx taxiway csv check examples/devices.csv',
  'npx taxiway csv fix my-devices.csv',
  'npx taxiway collect MDMDiagReport.cab',
  'taxiway import devices.csv',
  'taxiway devices verify --from devices.csv',
  'taxiway import --resume devices.csv.receipt.json',
  'taxiway import devices.csv --save repaired.csv',
  'taxiway import devices.csv --encoding windows-1250',
  'taxiway collect MDMDiagReport.zip --what-if --json',
  'taxiway hash check devices.csv -o csv',
  'taxiway hash diff before.txt after.txt',
  'taxiway csv check devices.csv --users-online',
  'taxiway devices where --from devices.csv',
]

const pages = documents
  .map((page) => ({ page, commands: commandsIn(page).map(bare) }))
  .filter(({ commands }) => commands.length > 0)
  // The README goes first: it starts the server and imports the devices.
  .toSorted((a, b) => Number(b.page === 'README.md') - Number(a.page === 'README.md'))

const checkout = emptyFolder()
let server: ChildProcess
let origin = ''
let context: Contexts['contexts'][string]

beforeAll(async () => {
  layCheckout()
  server = start('npm start')
  for await (const part of server.stdout ?? []) {
    origin = /Taxiway is ready at (\S+)/.exec(String(part))?.[1] ?? ''
    if (origin !== '') break
  }
  const kept: Contexts = JSON.parse(readFileSync(join(checkout, 'config/contexts.json'), 'utf8'))
  context = Object.values(kept.contexts)[0] as typeof context
}, 600_000)

afterAll(async () => {
  const ended = once(server, 'exit')
  if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM')
  await ended
})

test('what is listed as not run is printed somewhere', () => {
  const printed = pages.flatMap(({ commands }) => commands)
  expect(printed).toContain('npm start')
  expect(Object.keys(notRun).filter((command) => !printed.includes(command))).toEqual([])
  expect(withFindings.filter((command) => !printed.includes(command))).toEqual([])
})

test.each(pages)('$page', { timeout: 600_000 }, async ({ commands }) => {
  layFiles()
  for (const command of commands) {
    if (command === 'npm start' || command in notRun) continue
    const { code, output } = await run(filled(command))
    const isFine = code === 0 || (code === 2 && withFindings.includes(command))
    expect(isFine ? 'fine' : `${command}\nended with ${code}:\n${output}`).toBe('fine')
  }
})

/** Without the comment at its end. */
function bare(command: string): string {
  return command.replace(/\s+# .*$/, '')
}

/** What a reader fills in: one's own server and id. */
function filled(command: string): string {
  return command.replace('https://localhost:8443', origin).replace('<id>', context?.clientId ?? '')
}

/** A checkout of its own. */
function layCheckout(): void {
  const left = /^\/(\.git|build|data|dist|coverage|\.tmp)(\/|$)|\/node_modules(\/|$)/
  cpSync(root, checkout, {
    recursive: true,
    filter: (from) => !left.test(from.slice(root.length)),
  })
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
}

/** The files that every page supposes a reader to have, as if no other page had been read before. */
function layFiles(): void {
  rmSync(join(checkout, 'devices.csv.receipt.json'), { force: true })
  const archives = join(root, 'test/fixtures/archives')
  cpSync(join(root, 'examples/devices.csv'), join(checkout, 'devices.csv'))
  cpSync(join(root, 'examples/devices-ansi.csv'), join(checkout, 'my-devices.csv'))
  cpSync(join(archives, 'gcab-mszip.cab'), join(checkout, 'MDMDiagReport.cab'))
  // What a file is, its bytes say, not its name.
  cpSync(join(archives, 'gcab-stored.cab'), join(checkout, 'MDMDiagReport.zip'))
  for (const [name, number] of [
    ['hash', 1],
    ['before', 1],
    ['after', 2],
  ] as const)
    writeFileSync(join(checkout, `${name}.txt`), hashFixture(number).hardwareHash)
}

function start(command: string): ChildProcess {
  return spawn('sh', ['-c', command], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: {
      PATH: `${join(checkout, 'node_modules/.bin')}:${process.env['PATH']}`,
      HOME: checkout,
      TAXIWAY_PORT: '0',
      TAXIWAY_CONFIG_DIR: join(checkout, 'config'),
      TAXIWAY_CLIENT_SECRET: context?.clientSecret ?? '',
    },
  })
}

async function run(command: string): Promise<{ code: number | null; output: string }> {
  const child = start(command)
  const ended = once(child, 'close')
  if (child.stdout === null || child.stderr === null) throw new Error('no output')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await ended
  return { code, output: out + err }
}
