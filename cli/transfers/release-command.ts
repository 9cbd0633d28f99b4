/** `taxiway release verify`: whether release certificates are genuine, and whether one is the latest. */
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { type CheckedCertificate, checkCertificates, type ReleaseKey } from 'taxiway-autopilot'
import { unreadable } from '../context/unreadable.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { trustAlso } from '../sign-in/trust.ts'
import { counted, outputOf } from '../terminal/output.ts'

const keysPath = '/.well-known/taxiway-release-keys'

export function releaseCommand(): Command {
  const command = new Command('release').description(
    'Release certificates: signed statements that a device left a tenant.',
  )
  command.addCommand(verify())
  return withExamples(command, {
    'taxiway release verify certificates.json': 'with the keys of the server you are signed in to',
  })
}

function verify(): Command {
  const command = withContextOption(new Command('verify'))
    .description(
      'Check the signatures of a file of certificates and the links between them, or ask at the address\n' +
        'on a printed certificate whether it is the latest. Exits 0 only if everything holds.',
    )
    .argument('<file or URL>', 'certificates, one a line or as JSON; or https://…/verify/…')
    .option('--keys <file or URL>', 'the public keys; absent: of the server you are signed in to')
    .action(async (source: string, { keys }: { keys?: string }) => {
      const isFine = /^https:\/\//i.test(source)
        ? await isCurrent(command, source)
        : await areGenuine(command, source, keys)
      if (!isFine) process.exitCode = exitCodes.findings
    })
  return withExamples(command, {
    'taxiway release verify certificates.json --keys keys.json': 'without any server',
    'taxiway release verify https://taxiway.example/verify/7b1c1f7d-3f51-4a42-8a3c-0d7ad5b7f2c4':
      'the address on a printed certificate',
  })
}

async function isCurrent(command: Command, url: string): Promise<boolean> {
  const { status } = (await jsonAt(url)) as { status?: string }
  outputOf(command).rows(
    [{ url, status: status ?? 'unknown' }],
    [{ key: 'status', title: 'Status' }],
  )
  return status === 'current'
}

async function areGenuine(
  command: Command,
  file: string,
  keysFrom: string | undefined,
): Promise<boolean> {
  const output = outputOf(command)
  const list = certificatesIn(await readText(file))
  if (list.length === 0) throw new CliError(`${file} has no certificates.`)
  const place = keysFrom ?? (await keysOfServer(command))
  const checked = await checkCertificates(list, await keysAt(place))
  output.rows(checked.map(rowOf), [
    { key: 'verdict', title: 'Verdict' },
    { key: 'serialNumber', title: 'Serial number' },
    { key: 'kind', title: 'Kind' },
    { key: 'sequence', title: 'Place' },
    { key: 'issued', title: 'Issued' },
  ])
  const wrong = checked.filter(({ valid }) => !valid).length
  output.say(
    wrong === 0
      ? `${counted(list.length, 'certificate')}, all genuine.`
      : `${wrong} of ${counted(list.length, 'certificate')} cannot be trusted.`,
  )
  return wrong === 0
}

/** Where the keys are of the server that the person is signed in to. */
async function keysOfServer(command: Command): Promise<string> {
  const { graph, ca } = await contextFor(command)
  if (ca !== undefined) trustAlso(ca)
  return `${graph}${keysPath}`
}

function rowOf(checked: CheckedCertificate) {
  if (!checked.valid) return { valid: false, verdict: checked.fault, jws: checked.jws }
  const { device, kind, sequence, iat } = checked.claims
  return {
    valid: true,
    verdict: 'genuine',
    serialNumber: device.serialNumber,
    kind,
    sequence,
    issued: new Date(iat * 1_000).toISOString(),
    claims: checked.claims,
  }
}

/** As the API and the command line give them, or compact forms with blanks between. */
function certificatesIn(text: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(text)
    const { certificates = parsed } = parsed as { certificates?: unknown }
    const list = Array.isArray(certificates) ? certificates : [certificates]
    return list.map((each: unknown) => (typeof each === 'string' ? each : jwsOf(each)))
  } catch {
    return text.split(/\s+/).filter((each) => each !== '')
  }
}

function jwsOf(entry: unknown): string {
  const { jws } = (entry ?? {}) as { jws?: unknown }
  return typeof jws === 'string' ? jws : ''
}

async function keysAt(place: string): Promise<readonly ReleaseKey[]> {
  const read = /^https:\/\//i.test(place) ? await jsonAt(place) : await jsonIn(place)
  const { keys } = (read ?? {}) as { keys?: unknown }
  if (Array.isArray(keys)) return keys as readonly ReleaseKey[]
  throw new CliError(`${place} has no keys.`, { hint: `Keys are at https://<server>${keysPath}.` })
}

async function jsonIn(file: string): Promise<unknown> {
  const text = await readText(file)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CliError(`${file} is not JSON.`, {
      hint: `Save what https://<server>${keysPath} answers.`,
      cause,
    })
  }
}

async function jsonAt(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(`it answers ${answer.status}`)
    return await answer.json()
  } catch (cause) {
    // Of several addresses that fail, only the code says why.
    const reason = (cause as Error).cause as NodeJS.ErrnoException | undefined
    const why = reason?.message || reason?.code || (cause as Error).message
    throw new CliError(`Cannot read ${url}: ${why}.`, {
      hint: 'Check the address, and that this machine reaches it and trusts its certificate.',
      cause,
    })
  }
}

async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: Error) => {
    throw unreadable(file, cause)
  })
}
