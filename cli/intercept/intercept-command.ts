/**
 * `taxiway intercept`: programs with Microsoft's hosts built in run unmodified against a Taxiway server.
 *
 * With a command it lasts as long as the command, which alone gets the variables; without, it prints them
 * and stays. Hosts that are not Microsoft's are refused unless asked for, so that nothing meant for a
 * test server leaves the machine by mistake.
 */

import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { microsoftHosts } from 'taxiway-autopilot'
import { readContexts } from '../context/context-file.ts'
import { environment } from '../context/environment.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { originOf } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { bundleWith } from './bundle.ts'
import { type ConnectProxy, type Outcome, startProxy } from './proxy.ts'
import { runWith } from './run-with.ts'
import { forPowerShell, forSh, type Variables, variablesFor } from './variables.ts'

type InterceptOptions = {
  readonly url?: string
  readonly ca?: string
  readonly port: string
  readonly host: readonly string[]
  readonly others: 'refuse' | 'pass'
}

export function interceptCommand(): Command {
  const others = new Option('--others <what>', 'block or pass other hosts')
  const command = new Command('intercept')
    .description(
      `Run programs that call ${microsoftHosts.join(', ')} against a Taxiway server.\n` +
        'Print the variables to set and stay until Ctrl+C, or run one command with them.',
    )
    .argument('[command...]', 'the command to run, after --')
    .option(
      '--url <address>',
      'the Taxiway server (default: the current sign-in, else https://localhost:8443)',
    )
    .option('--ca <file>', 'PEM file of its certificate authority')
    .option('--port <number>', 'port of the proxy; 0 chooses a free one', '0')
    .option(
      '--host <name...>',
      'another host to redirect to the server; its certificate must include the name',
      [],
    )
    .addOption(others.choices(['refuse', 'pass']).default('refuse'))
    .action(async (words: readonly string[], options: InterceptOptions) =>
      intercept(words, options, command),
    )
  return withExamples(command, {
    'taxiway intercept -- pwsh ./Get-WindowsAutopilotInfo.ps1 -Online':
      'run a script against the server of the current sign-in',
    'taxiway intercept --url https://localhost:8443 --ca data/ca.pem':
      'print the variables for sh and PowerShell and stay',
  })
}

async function intercept(
  words: readonly string[],
  options: InterceptOptions,
  command: Command,
): Promise<void> {
  const output = outputOf(command)
  const { url, ca } = await serverOf(options)
  const bundle = options.others === 'pass' ? await bundleWith(ca) : undefined
  const proxy = await startProxy({
    target: { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 443) },
    hosts: [...microsoftHosts, ...options.host.map((host) => host.toLowerCase())],
    passOthers: options.others === 'pass',
    port: portOf(options.port),
    onConnect: once((text) => output.say(text)),
  })
  try {
    const variables = variablesFor(proxy.url, bundle?.path ?? ca)
    if (words.length > 0) process.exitCode = await runWith(words, variables)
    else await stay(proxy, variables, output)
  } finally {
    await proxy.close()
    await bundle?.remove()
  }
}

async function stay(
  proxy: ConnectProxy,
  variables: Variables,
  output: ReturnType<typeof outputOf>,
): Promise<void> {
  if (output.format === 'json') output.json(variables)
  else output.line(`# sh\n${forSh(variables)}\n\n# PowerShell\n${forPowerShell(variables)}`)
  output.say(`Intercepting at ${proxy.url}. Ctrl+C ends it.`)
  await new Promise<void>((end) => {
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  })
}

/** What was asked for, else the current sign-in, else the server that `npm start` runs here. */
async function serverOf(options: InterceptOptions): Promise<{ url: URL; ca: string }> {
  const { current = '', contexts } = await readContexts()
  const signIn = contexts[current]
  const url = new URL(originOf(options.url ?? signIn?.graph ?? 'https://localhost:8443'))
  const known = Object.values(contexts).find((each) => each.graph === url.origin && each.ca)?.ca
  const ca = resolve(options.ca ?? environment('TAXIWAY_CA') ?? known ?? 'data/ca.pem')
  if (microsoftHosts.some((host) => host === url.hostname)) {
    throw new CliError(
      `The current sign-in is at ${url.origin} itself, which needs no interception.`,
      {
        hint: 'Name the Taxiway server: taxiway intercept --url https://localhost:8443',
      },
    )
  }
  await access(ca).catch((cause) => {
    throw new CliError(`There is no certificate file ${ca}.`, {
      hint: 'The ca.pem of a Taxiway server is in its data folder; name it with --ca.',
      cause,
    })
  })
  return { url, ca }
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new CliError(`${text} is not a port.`, { hint: 'Give a number from 0 to 65535.' })
}

/** Says what became of each host, the first time. */
function once(say: (text: string) => void): (host: string, outcome: Outcome) => void {
  const said = new Set<string>()
  return (host, outcome) => {
    const text = `${host}: ${outcome}`
    if (said.has(text)) return
    said.add(text)
    say(outcome === 'refused' ? `${text} (--others pass would let it through)` : text)
  }
}
