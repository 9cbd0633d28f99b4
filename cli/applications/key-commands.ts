/** An application's public keys, for tools that keep a JWK and no certificate. The private part is never sent. */
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { ApplicationKey } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { findApplication, pathOf } from './application.ts'
import { dayAfter, type Kind, listCommand, removeCommand, wholeDays } from './proof-commands.ts'

const keys: Kind<ApplicationKey> = {
  name: 'keys',
  one: 'key',
  columns: [
    { key: 'id', title: 'Thumbprint' },
    { key: 'kid', title: 'kid' },
    { key: 'bits', title: 'Bits' },
    { key: 'expiresAt', title: 'Expires' },
  ],
}

export function keysCommand(): Command {
  const command = new Command('keys').description(
    'Public keys of an application that signs in without a certificate (private_key_jwt).',
  )
  for (const each of [listCommand(keys), addKey(), removeCommand(keys)]) command.addCommand(each)
  return withExamples(command, {
    'taxiway applications keys list Upload': 'their thumbprints (RFC 7638)',
  })
}

type Options = { readonly kid?: string; readonly days?: number }

function addKey(): Command {
  const command = withContextOption(new Command('add'))
    .description('Register a public RSA key (JWK or PEM); its private part is never sent.')
    .argument('<application>', 'its name or client id')
    .argument('<file>')
    .option('--kid <name>', 'what the tokens that it signs call it, if the file does not say')
    .option('--days <count>', 'how long it is valid; without it, until it is removed', wholeDays)
    .action(async (application: string, file: string, { kid, days }: Options) => {
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, application)
      const key = { ...(await publicPart(file)), ...(kid !== undefined && { kid }) }
      const added = await graph.post<ApplicationKey>(
        `${pathOf(found)}/keys`,
        JSON.stringify({ key, ...(days !== undefined && { expiresAt: dayAfter(days) }) }),
      )
      outputOf(command).rows([added], keys.columns)
    })
  return withExamples(command, {
    'taxiway applications keys add Upload upload.jwk': 'a JSON Web Key',
    'taxiway applications keys add Upload upload.pem --kid 2026': 'a key from OpenSSL',
    'taxiway applications keys add Upload upload.pem --days 365': 'valid for a year',
  })
}

/** Rebuilt from the parts that are public, whatever else the file holds. */
async function publicPart(file: string): Promise<object> {
  const text = await readFile(file, 'utf8')
  try {
    if (text.includes('-----BEGIN')) return createPublicKey(text).export({ format: 'jwk' })
    const { kid, use, alg, ...key } = JSON.parse(text) as JsonWebKey
    const { kty, n, e } = createPublicKey({ key, format: 'jwk' }).export({ format: 'jwk' })
    return { kty, n, e, kid, use, alg }
  } catch (cause) {
    throw new CliError(`${file} holds no key.`, {
      hint: 'Name a file with one JSON Web Key, or one in PEM (BEGIN PUBLIC KEY).',
      cause,
    })
  }
}
