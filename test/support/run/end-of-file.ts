/**
 * What one test file leaves to the next: nothing.
 *
 * A worker runs many files in one process and loads the sources once, which halves the time of the suite. Support
 * modules are loaded once too, so they clean up through this and not through hooks of their own.
 */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

const ends: (() => unknown)[] = []

/** `end` runs after the last hook of the test file that runs now; the latest first. */
export function atEndOfFile(end: () => unknown): void {
  ends.push(end)
}

export async function endFile(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end()
}

/**
 * Notes the environment, the certificates that are trusted, and the classes that a server of its own process replaces;
 * what it answers restores them.
 */
export function keepSurroundings(): () => void {
  const environment = { ...process.env }
  const trusted = getCACertificates('default')
  const { Request, Response } = globalThis
  return () => {
    for (const name of Object.keys(process.env))
      if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
    Object.assign(globalThis, { Request, Response })
    if (getCACertificates('default').length !== trusted.length) setDefaultCACertificates(trusted)
  }
}
