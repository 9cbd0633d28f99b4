/**
 * `taxiway login`: proves credentials by fetching a token with them, then keeps them as a context.
 *
 * What is kept has been seen to work; a wrong secret leaves everything as it was.
 */

import { resolve } from 'node:path'
import { Command } from 'commander'
import { graphHost } from 'taxiway-autopilot'
import { type Context, saveContext } from '../context/context-file.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { outputOf } from '../terminal/output.ts'
import { decideKeeping, keepingInWords, withSealedSecret } from './keeping.ts'
import { keepToken } from './kept-tokens.ts'
import { contextOf, type PlaceOptions } from './login-place.ts'
import { scopeOf } from './scope.ts'
import { readSecret } from './secret.ts'
import { newToken } from './token.ts'
import { trustAlso } from './trust.ts'

type LoginOptions = PlaceOptions & {
  readonly secretFile?: string
  readonly certificate?: string
  readonly federatedTokenFile?: string
  readonly managedIdentity?: string | true
  readonly browser?: boolean
  readonly deviceCode?: boolean
  readonly name?: string
}

const maxWaitSeconds = 30

export function loginCommand(): Command {
  const command = new Command('login')
    .description(
      'Sign in and keep the sign-in as a context.\n' +
        'People sign in with --browser or --device-code, applications with a client secret, --certificate,\n' +
        '--federated-token-file or --managed-identity.\n' +
        'The secret comes from TAXIWAY_CLIENT_SECRET, --secret-file, standard input or a prompt.\n' +
        `Without --url the sign-in is for Microsoft (${graphHost}).`,
    )
    .option('--url <address>', 'the Taxiway server, for example https://localhost:8443')
    .option('--tenant <tenant>', 'domain or id of the tenant (or TAXIWAY_TENANT)')
    .option(
      '--client-id <id>',
      'id of the application (or TAXIWAY_CLIENT_ID); people at a Taxiway server need none',
    )
    .option('--browser', 'sign in as a person, in the browser of this machine')
    .option('--device-code', 'sign in as a person, with a code in any browser')
    .option('--certificate <file>', 'PEM file with a certificate and its private key')
    .option(
      '--federated-token-file <file>',
      'file with a token of an identity that the application trusts, read again each time',
    )
    .option(
      '--managed-identity [client id]',
      'the identity of this machine in Azure; its client id if it has several',
    )
    .option('--secret-file <file>', 'file with the client secret; - is standard input')
    .option('--ca <file>', 'PEM file of an additional certificate authority to trust')
    .option('--name <name>', 'name of the context (default: the tenant)')
    .action(async (options: LoginOptions) => login(options, command))
  return withExamples(command, {
    'taxiway login --url https://localhost:8443 --ca data/ca.pem --tenant contoso.test --browser':
      'sign in to a Taxiway server as yourself',
    'taxiway login --url https://localhost:8443 --ca data/ca.pem --tenant contoso.test --client-id <id>':
      'sign in as an application; asks for the secret',
    'taxiway login --tenant contoso.onmicrosoft.com --client-id <id> --secret-file secret.txt':
      'sign in to a Microsoft tenant',
    'taxiway login --tenant contoso.onmicrosoft.com --client-id <id> --certificate robot.pem':
      'the same with a certificate',
    'taxiway login --tenant contoso.onmicrosoft.com --managed-identity':
      'on a virtual machine in Azure, without any secret',
  })
}

type Method =
  | 'secret'
  | 'certificate'
  | 'federated token'
  | 'managed identity'
  | 'browser'
  | 'device-code'

async function login(options: LoginOptions, command: Command): Promise<void> {
  const method = methodOf(options)
  const isPerson = method === 'browser' || method === 'device-code'
  const place = await contextOf(options, { isPerson, isMachine: method === 'managed identity' })
  if (place.ca !== undefined) trustAlso(place.ca)
  const proof = isPerson ? {} : await proofIn(options)
  const keeping = await decideKeeping()
  const context = isPerson ? await signedIn(place, method) : await proved({ ...place, ...proof })
  const name = options.name ?? context.tenant
  await saveContext(name, withSealedSecret(context, keeping))
  const who = context.account === undefined ? '' : ` as ${context.account}`
  const output = outputOf(command)
  output.say(`Signed in to tenant ${context.tenant} at ${context.graph}${who}, as context ${name}.`)
  output.say(keepingInWords(keeping))
}

/** The one that was asked for, else a secret. */
function methodOf(options: LoginOptions): Method {
  const asked: readonly (Method | false)[] = [
    options.browser === true && 'browser',
    options.deviceCode === true && 'device-code',
    options.certificate !== undefined && 'certificate',
    options.federatedTokenFile !== undefined && 'federated token',
    options.managedIdentity !== undefined && 'managed identity',
    options.secretFile !== undefined && 'secret',
  ]
  const [method = 'secret', second] = asked.filter((each) => each !== false)
  if (second === undefined) return method
  throw new CliError('There is more than one way to sign in on the command line.', {
    hint: 'Choose one of --browser, --device-code, --certificate, --federated-token-file, --managed-identity and --secret-file.',
  })
}

async function signedIn(place: Context, way: 'browser' | 'device-code'): Promise<Context> {
  const { signInPerson } = await import('./library-token.ts')
  // What the person must do is not talk that --quiet may silence.
  const print = (text: string) => process.stderr.write(`${text}\n`)
  const { account, token } = await signInPerson(place, scopeOf(place), { way, print })
  const context = { ...place, account }
  await keepToken(context, token)
  return context
}

async function proved(context: Context): Promise<Context> {
  const until = performance.now() + maxWaitSeconds * 1000
  await newToken(context, { until, hasConnectedBefore: false })
  return context
}

type Proof = Pick<
  Context,
  'clientSecret' | 'certificate' | 'federatedTokenFile' | 'managedIdentity'
>

async function proofIn(options: LoginOptions): Promise<Proof> {
  const { certificate, federatedTokenFile, managedIdentity, secretFile } = options
  if (certificate !== undefined) return { certificate: resolve(certificate) }
  if (federatedTokenFile !== undefined) return { federatedTokenFile: resolve(federatedTokenFile) }
  if (managedIdentity !== undefined)
    return { managedIdentity: managedIdentity === true ? '' : managedIdentity }
  return { clientSecret: await readSecret(secretFile) }
}
