/** Starts the server, says where to go next, and stays until it is asked to stop. */
import { saveContext } from '../../cli/context/context-file.ts'
import type { Config } from '../../src/host/config.ts'
import type { FirstCredentials } from '../../src/host/first-start.ts'
import { openLog } from '../../src/host/log.ts'
import type { RunningServer } from '../../src/host/running-server.ts'
import { startServer } from '../../src/host/start-server.ts'
import { trustHint } from '../trust-hint.ts'
import { letGoOfStart } from './let-go-of-start.ts'

/** Runs until a signal or the loss of the database ends it. Throws what keeps it from starting. */
export async function runServer(config: Config): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) outlive(stream)
  // Asked to stop while it starts, the server finishes that first: half a start may have made credentials.
  const asked = askedToStop()
  const log = await openLog(config)
  const server = await startServer(config, log, { ownsProcess: true, buildsPortal: true })
  if (await written(await introduction(server, config))) await server.shown()
  else log.warn('standard output cannot be written; the next start shows new credentials again')
  process.stdout.write(`Taxiway is ready at ${server.origin}\n`)
  process.stdout.write(`Open ${server.origin} in a browser: that is the portal.\n`)

  const cancel = letGoOfStart()
  const lost = await Promise.race([asked, server.lostDatabase])
  cancel()
  await server.close()
  if (lost instanceof Error) throw lost
}

/** A reader that goes away ends a command, but no server. */
function outlive(stream: NodeJS.WriteStream): void {
  stream.removeAllListeners('error')
  stream.on('error', () => undefined)
}

/** Whether `text` has reached standard output. */
function written(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => resolve(!error))
  })
}

/** A terminal signals npm and us, and npm passes the same signal on: within this time it is one wish. ms */
const echo = 1_000

/** Resolves once the server is asked to end in order. A second request ends the process at once. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | undefined
    const stop = () => {
      const now = performance.now()
      if (asked !== undefined && now - asked > echo) process.exit(1)
      asked ??= now
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

async function introduction(
  { origin, caPath, ...server }: RunningServer,
  { dataDir }: Config,
): Promise<string> {
  const lines: string[] = []
  if (caPath !== undefined) {
    lines.push(
      'Clients must trust this certificate authority:',
      `  NODE_EXTRA_CA_CERTS=${caPath}`,
      `  SSL_CERT_FILE=${caPath}`,
      '',
      ...trustHint(caPath),
    )
  }
  const first = server.firstCredentials
  if (first !== undefined) {
    const notSignedIn = await signInCommand(origin, first, caPath)
    lines.push(
      `Created the tenant contoso.test (${first.tenantId}). These credentials are shown only now:`,
      `  administrator  ${first.administrator}`,
      `  password       ${first.password}`,
      `  application    ${first.clientId}`,
      `  secret         ${first.clientSecret}`,
      `The password is for a first sign-in within 7 days: open ${origin} and choose Sign in.`,
      'It asks you to set a passkey and a password, and continues to the overview.',
      '',
      notSignedIn ??
        'The taxiway command of this machine is signed in with that application. Next, in another terminal:',
      '  npx taxiway import examples/devices.csv',
      '  npx taxiway devices list',
      '',
    )
  }
  for (const made of server.madeSecrets) {
    lines.push(
      `Generated a secret for the application ${made.displayName} of ${made.domain}, shown only now:`,
      `  application    ${made.applicationId}`,
      `  secret         ${made.secret}`,
      '',
    )
  }
  lines.push(`Data is kept in ${dataDir}. Ctrl+C stops the server.`, '')
  return lines.join('\n')
}

/** Undefined, or why the command could not be signed in: the credentials must be shown all the same. */
async function signInCommand(
  origin: string,
  { tenantId, clientId, clientSecret }: FirstCredentials,
  caPath: string | undefined,
): Promise<string | undefined> {
  try {
    await saveContext('local', {
      graph: origin,
      authority: origin,
      tenant: tenantId,
      clientId,
      clientSecret,
      ...(caPath !== undefined && { ca: caPath }),
    })
    return undefined
  } catch (error) {
    return `The taxiway command could not be signed in (${(error as Error).message}). Sign it in with taxiway login, then:`
  }
}
