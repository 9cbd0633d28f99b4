/**
 * Trust in one more certificate authority, for the private servers that a public list cannot know.
 *
 * `fetch` has no option for it; Node's process-wide list does the same without an environment
 * variable, and must be set before the first connection.
 */
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { CliError } from '../exit.ts'

/** Trusts the certificates in the PEM file `path` besides those that are trusted anyway. */
export function trustAlso(path: string): void {
  try {
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(path, 'utf8')])
  } catch (cause) {
    throw new CliError(
      `Cannot use ${path} as a certificate authority: ${(cause as Error).message}`,
      {
        hint: "Sign in again with the path of the server's ca.pem: taxiway login --url <server> --ca <path>",
        cause,
      },
    )
  }
}
